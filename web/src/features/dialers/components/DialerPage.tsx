import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { sendersQuery } from "@/api/lists";
import { useWatch } from "@/api/live";
import { can, useSession } from "@/api/session";
import { BackLink } from "@/ui/BackLink";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { LinkTabs } from "@/ui/LinkTabs";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { PhoneText } from "@/ui/PhoneText";
import { dialerQuery } from "../api/dialer";
import { monitorQuery } from "../api/monitor";
import { useDialersLive } from "../live";
import { DialerBadge } from "./DialerBadge";
import classes from "./DialerPage.module.css";
import { RunButton } from "./RunButton";
import { SendSingle } from "./SendSingle";

/** One dialer: what it is and whether it sends stays in sight over all of its tabs. */
export function DialerPage({ dialerId, children }: { dialerId: string; children: ReactNode }) {
  const { t } = useTranslation("dialers");
  const session = useSession();
  const dialer = useQuery(dialerQuery(dialerId));
  const { data: monitor } = useQuery(monitorQuery(dialerId));
  const { data: senders } = useQuery(sendersQuery);
  useDialersLive();
  useWatch("Dialer", dialerId);

  if (dialer.error) {
    return (
      <Page>
        <PageHeader title={t("one")} />
        <ErrorSummary error={dialer.error} onRetry={() => void dialer.refetch()} />
      </Page>
    );
  }
  const mayRun = can(session, "runDialers");
  const sender = senders?.find(({ id }) => id === dialer.data?.senderId);
  const params = { dialerId };
  return (
    <Page>
      <BackLink to="/dialers">{t("title")}</BackLink>
      <PageHeader
        title={dialer.data?.name ?? "…"}
        summary={
          <span className={classes.summary}>
            {monitor && <DialerBadge monitor={monitor} />}
            {sender && <PhoneText number={sender.address} />}
          </span>
        }
        actions={
          mayRun &&
          dialer.data && (
            <>
              <SendSingle dialerId={dialerId} />
              <RunButton dialer={dialer.data} monitor={monitor} />
            </>
          )
        }
      >
        <LinkTabs
          label={t("tabs.label")}
          tabs={[
            { to: "/dialers/$dialerId", params, label: t("tabs.monitor"), exact: true },
            ...(mayRun
              ? [{ to: "/dialers/$dialerId/import" as const, params, label: t("tabs.import") }]
              : []),
            ...(can(session, "viewMessages")
              ? [{ to: "/dialers/$dialerId/messages" as const, params, label: t("tabs.messages") }]
              : []),
            { to: "/dialers/$dialerId/settings", params, label: t("tabs.settings") },
          ]}
        />
      </PageHeader>
      {children}
    </Page>
  );
}
