import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { sendersQuery } from "@/api/lists";
import { BackLink } from "@/ui/BackLink";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { LinkTabs } from "@/ui/LinkTabs";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { PhoneText } from "@/ui/PhoneText";
import { queueQuery } from "../api/queue";
import { useQueuesLive } from "../live";
import { QueueBadge } from "./QueueBadge";
import classes from "./QueuePage.module.css";

export function QueuePage({ queueId, children }: { queueId: string; children: ReactNode }) {
  const { t } = useTranslation("queues");
  const queue = useQuery(queueQuery(queueId));
  const { data: senders } = useQuery(sendersQuery);
  useQueuesLive();
  if (queue.error) {
    return (
      <Page>
        <PageHeader title={t("one")} />
        <ErrorSummary error={queue.error} onRetry={() => void queue.refetch()} />
      </Page>
    );
  }
  const params = { queueId };
  const inbound = senders?.filter(({ id }) => queue.data?.senderIds.includes(id)) ?? [];
  return (
    <Page>
      <BackLink to="/queues">{t("title")}</BackLink>
      <PageHeader
        title={queue.data?.name ?? "…"}
        summary={
          queue.data && (
            <span className={classes.summary}>
              <QueueBadge queue={queue.data} />
              <span>{t("waitingNow", { count: queue.data.waiting })}</span>
              {inbound.map(({ id, address }) => (
                <PhoneText key={id} number={address} />
              ))}
            </span>
          )
        }
      >
        <LinkTabs
          label={t("tabs.label")}
          tabs={[
            { to: "/queues/$queueId", params, label: t("tabs.settings"), exact: true },
            { to: "/queues/$queueId/members", params, label: t("tabs.members") },
            { to: "/queues/$queueId/dispositions", params, label: t("tabs.dispositions") },
          ]}
        />
      </PageHeader>
      {children}
    </Page>
  );
}
