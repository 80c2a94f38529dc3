import { Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMessageOff } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useWatch } from "@/api/live";
import { toApiError } from "@/api/problem";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { interactionQuery } from "../api/interaction";
import { threadQuery } from "../api/thread";
import { mergeThread } from "../model";
import { useReply } from "../use-reply";
import { Composer } from "./Composer";
import { ContactPanel } from "./ContactPanel";
import { MessageList } from "./MessageList";
import classes from "./Thread.module.css";
import { ThreadHeader } from "./ThreadHeader";

export function Thread({ id, onBack }: { id: string; onBack: () => void }) {
  const { t } = useTranslation("inbox");
  const { data: interaction, error } = useQuery(interactionQuery(id));
  const thread = useInfiniteQuery(threadQuery(id));
  const [panelOpen, panel] = useDisclosure(false);
  useWatch("Interaction", id);

  const messages = useMemo(() => thread.data?.pages.flatMap((page) => page.items) ?? [], [thread.data]);
  const reply = useReply(id, messages);
  const bubbles = mergeThread(messages, reply.unsent);

  if (error && !interaction) return <Unreachable error={error} onBack={onBack} />;
  return (
    <div className={classes.root}>
      <section className={classes.thread} aria-label={t("thread.label")}>
        <ThreadHeader interaction={interaction} onBack={onBack} onPanel={panel.open} />
        {interaction && thread.data ? (
          <MessageList
            interaction={interaction}
            bubbles={bubbles}
            reply={reply}
            hasEarlier={thread.hasNextPage}
            loadingEarlier={thread.isFetchingNextPage}
            onEarlier={() => void thread.fetchNextPage()}
          />
        ) : (
          <div className={classes.waiting} aria-busy>
            <ErrorSummary error={thread.error} onRetry={() => void thread.refetch()} />
          </div>
        )}
        {/* Nobody answers what they cannot see. */}
        {interaction && thread.data && (
          <Composer interaction={interaction} onSend={(text) => void reply.send(text)} />
        )}
      </section>
      {interaction && (
        <>
          <aside className={classes.panel} aria-label={t("contact.label")}>
            <ContactPanel interaction={interaction} />
          </aside>
          <Drawer
            opened={panelOpen}
            onClose={panel.close}
            position="right"
            size={340}
            title={t("contact.label")}
            closeButtonProps={{ "aria-label": t("contact.close") }}
          >
            <ContactPanel interaction={interaction} />
          </Drawer>
        </>
      )}
    </div>
  );
}

function Unreachable({ error, onBack }: { error: unknown; onBack: () => void }) {
  const { t } = useTranslation("inbox");
  if (toApiError(error).status !== 404) {
    return (
      <div className={classes.waiting}>
        <ErrorSummary error={error} />
      </div>
    );
  }
  return (
    <div className={classes.gone}>
      <EmptyState
        icon={IconMessageOff}
        title={t("thread.gone.title")}
        action={
          <button type="button" className={classes.back} onClick={onBack}>
            {t("thread.back")}
          </button>
        }
      >
        {t("thread.gone.reason")}
      </EmptyState>
    </div>
  );
}
