import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { can, useSession } from "@/api/session";
import type { Message } from "@/api/types";
import { BackLink } from "@/ui/BackLink";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { PhoneText } from "@/ui/PhoneText";
import { messageQuery } from "../api/message";
import { MessageFacts } from "./MessageFacts";
import { MessageHistory } from "./MessageHistory";
import classes from "./MessagePage.module.css";
import { MessageParts } from "./MessageParts";
import { StateBadge } from "./StateBadge";
import { WireLog } from "./WireLog";

/** Everything there is to know of one message: what it said, who carried it, what became of it. */
export function MessagePage({ messageId }: { messageId: string }) {
  const { t } = useTranslation("message");
  const session = useSession();
  const { data, error, refetch, isPending } = useQuery(messageQuery(messageId));
  const message = data?.message;
  return (
    <Page>
      {message && <Back message={message} />}
      <PageHeader
        title={message ? t(message.direction === "in" ? "titleIn" : "titleOut") : t("one")}
        summary={
          message && (
            <span className={classes.summary}>
              <StateBadge state={message.state} />
              <PhoneText number={message.number} />
            </span>
          )
        }
      />
      <ErrorSummary error={error} onRetry={() => void refetch()} />
      {isPending && <Skeleton height={220} aria-busy />}
      {data && (
        <div className={classes.root}>
          <MessageFacts details={data} />
          <div className={classes.columns}>
            <MessageHistory history={data.history} />
            {data.partDetails.length > 0 && <MessageParts parts={data.partDetails} />}
          </div>
          {can(session, "manageProviders") && <WireLog messageId={messageId} />}
        </div>
      )}
    </Page>
  );
}

/** To where it belongs: its conversation or its dialer. */
function Back({ message }: { message: Message }) {
  const { t } = useTranslation("message");
  const session = useSession();
  const { dialerId, interactionId } = message;
  if (dialerId && can(session, "viewDialers")) {
    return (
      <BackLink to="/dialers/$dialerId/messages" params={{ dialerId }}>
        {t("back.dialer")}
      </BackLink>
    );
  }
  if (interactionId && can(session, "handleInteractions")) {
    return (
      <BackLink to="/inbox" search={{ c: interactionId }}>
        {t("back.conversation")}
      </BackLink>
    );
  }
  return null;
}
