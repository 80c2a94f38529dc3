import { Button } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/api/session";
import type { ContactRef, Message } from "@/api/types";
import { formatTime } from "@/lib/time";
import { useRetryMessage } from "../api/retry-message";
import { canRetry, deliveryOf, reasonOf } from "../model";
import classes from "./Bubble.module.css";
import { ContactName } from "./ContactName";
import { DeliveryMark } from "./DeliveryMark";
import { MessageMenu } from "./MessageMenu";

interface Props {
  message: Message;
  contact: ContactRef;
  /** First and last of the bubbles that stand together: the first names its author, the last tells the time. */
  first: boolean;
  last: boolean;
  interactionId: string;
}

export function MessageBubble({ message, contact, first, last, interactionId }: Props) {
  const { i18n } = useTranslation("inbox");
  const delivery = deliveryOf(message);
  const troubled = delivery === "failed" || delivery === "unknown";
  const showFoot = last || troubled || delivery === "queued";
  return (
    <div className={classes.root} data-side={message.direction === "in" ? "start" : "end"}>
      {first && (
        <p className={classes.author}>
          <Author message={message} contact={contact} />
        </p>
      )}
      <div className={classes.line}>
        <p
          className={classes.text}
          dir="auto"
          data-troubled={troubled || undefined}
          data-author={message.author.kind}
        >
          {message.text}
        </p>
        <MessageMenu message={message} />
      </div>
      {showFoot && (
        <p className={classes.foot}>
          <time dateTime={message.createdAt}>{formatTime(message.createdAt, i18n.language)}</time>
          {delivery && <DeliveryMark delivery={delivery} />}
        </p>
      )}
      {troubled && <Trouble message={message} interactionId={interactionId} />}
    </div>
  );
}

function Author({ message, contact }: { message: Message; contact: ContactRef }) {
  const { t } = useTranslation("inbox");
  const { user } = useSession();
  const { kind, id, name } = message.author;
  if (kind === "contact") return <ContactName contact={contact} />;
  if (kind === "agent") return id === user.id ? t("author.you") : <bdi>{name ?? t("author.agent")}</bdi>;
  return (
    <>
      {t(`author.${kind}`)}
      {name && (
        <>
          {" "}
          <bdi>{name}</bdi>
        </>
      )}
    </>
  );
}

/** What went wrong in plain words, and the way out where there is one. */
function Trouble({ message, interactionId }: { message: Message; interactionId: string }) {
  const { t } = useTranslation("inbox");
  const retry = useRetryMessage(interactionId);
  const reason = reasonOf(message);
  return (
    <div className={classes.trouble}>
      <IconAlertCircle size={15} aria-hidden className={classes.troubleIcon} />
      <span>
        {message.state === "unknown" ? t("reason.unknown") : t(`reason.${reason}`)}
        {reason === "other" && message.failureDetail && (
          <>
            {" "}
            <bdi>{message.failureDetail}</bdi>
          </>
        )}
        {retry.isError && <> {t("reason.retryFailed")}</>}
      </span>
      {message.author.kind === "agent" && canRetry(message) && (
        <Button
          size="compact-sm"
          fz="xs"
          variant="default"
          loading={retry.isPending}
          onClick={() => retry.mutate(message.id)}
        >
          {t("delivery.retry")}
        </Button>
      )}
    </div>
  );
}
