import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { inboxQuery } from "../api/inbox";
import type { Show } from "../model";
import { ConversationList } from "./ConversationList";
import classes from "./InboxPage.module.css";
import { NothingOpen } from "./NothingOpen";
import { Thread } from "./Thread";

/** What the URL holds: the open interaction, the search and the filter. */
export interface InboxSearch {
  c?: string;
  q?: string;
  show?: Show;
}

interface Props {
  search: InboxSearch;
  onSearch: (change: Partial<InboxSearch>) => void;
}

export function InboxPage({ search, onSearch }: Props) {
  const { t } = useTranslation("inbox");
  const { data, error, refetch } = useQuery(inboxQuery);
  const open = search.c;
  return (
    <div className={classes.root} data-open={open ? true : undefined}>
      <h1 className="sr-only">{t("title")}</h1>
      <section className={classes.list} aria-label={t("list.label")}>
        {error && !data ? (
          <div className={classes.error}>
            <ErrorSummary error={error} onRetry={() => void refetch()} />
          </div>
        ) : (
          <ConversationList inbox={data} search={search} onSearch={onSearch} />
        )}
      </section>
      {open ? (
        <Thread key={open} id={open} onBack={() => onSearch({ c: undefined })} />
      ) : (
        <NothingOpen inbox={data} />
      )}
    </div>
  );
}
