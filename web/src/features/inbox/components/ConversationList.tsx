import { SegmentedControl, Skeleton, TextInput } from "@mantine/core";
import { IconInbox, IconSearch } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Inbox } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";
import { awaitsAgent, filterInbox, type Show } from "../model";
import { useConversationKeys } from "../use-conversation-keys";
import classes from "./ConversationList.module.css";
import { ConversationRow } from "./ConversationRow";
import type { InboxSearch } from "./InboxPage";
import { DeskState } from "./NothingOpen";

interface Props {
  inbox: Inbox | undefined;
  search: InboxSearch;
  onSearch: (change: Partial<InboxSearch>) => void;
}

export function ConversationList({ inbox, search, onSearch }: Props) {
  const { t } = useTranslation("inbox");
  // The field answers at once; the URL and the list follow.
  const [words, setWords] = useState(search.q ?? "");
  const wanted = useDeferredValue(words);
  const show = search.show ?? "all";
  const items = useMemo(
    () => filterInbox(inbox?.interactions ?? [], wanted, show),
    [inbox?.interactions, wanted, show],
  );
  useConversationKeys(items, search.c, (id) => onSearch({ c: id }));
  const waiting = inbox?.interactions.filter(awaitsAgent).length ?? 0;
  const unread = inbox?.interactions.filter((item) => item.unread > 0).length ?? 0;

  return (
    <>
      <div className={classes.head}>
        <TextInput
          value={words}
          onChange={({ currentTarget }) => {
            setWords(currentTarget.value);
            onSearch({ q: currentTarget.value || undefined });
          }}
          leftSection={<IconSearch size={16} aria-hidden />}
          placeholder={t("list.search")}
          aria-label={t("list.search")}
          type="search"
          dir="auto"
        />
        <SegmentedControl
          fullWidth
          size="xs"
          value={show}
          onChange={(value) => onSearch({ show: value === "all" ? undefined : (value as Show) })}
          role="radiogroup"
          aria-label={t("list.filter")}
          data={[
            { value: "all", label: t("list.all") },
            { value: "unread", label: <Counted label={t("list.unread")} count={unread} /> },
            { value: "waiting", label: <Counted label={t("list.waiting")} count={waiting} /> },
          ]}
        />
      </div>
      {!inbox && <Loading />}
      {inbox && items.length > 0 && (
        <ul className={classes.list}>
          {items.map((item) => (
            <ConversationRow key={item.id} item={item} search={search} selected={item.id === search.c} />
          ))}
        </ul>
      )}
      {inbox && items.length === 0 && <Nothing filtered={wanted !== "" || show !== "all"} inbox={inbox} />}
    </>
  );
}

function Counted({ label, count }: { label: string; count: number }) {
  return (
    <span className={classes.counted}>
      {label}
      {count > 0 && <span className={classes.count}>{count}</span>}
    </span>
  );
}

function Nothing({ filtered, inbox }: { filtered: boolean; inbox: Inbox }) {
  const { t } = useTranslation("inbox");
  if (filtered && inbox.interactions.length > 0) {
    return (
      <EmptyState compact icon={IconSearch} title={t("list.filteredEmpty.title")}>
        {t("list.filteredEmpty.reason")}
      </EmptyState>
    );
  }
  return (
    <>
      <div className={classes.beside}>
        <EmptyState compact icon={IconInbox} title={t("list.empty.title")}>
          {t("list.empty.reason")}
        </EmptyState>
      </div>
      <div className={classes.alone}>
        <DeskState inbox={inbox} />
      </div>
    </>
  );
}

function Loading() {
  return (
    <div className={classes.loading} aria-hidden>
      {[70, 55, 62, 48].map((width) => (
        <div key={width} className={classes.loadingRow}>
          <Skeleton circle height={38} />
          <div className={classes.loadingLines}>
            <Skeleton height={11} width={`${width}%`} />
            <Skeleton height={9} width={`${width + 20}%`} />
          </div>
        </div>
      ))}
    </div>
  );
}
