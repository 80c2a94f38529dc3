import { Button } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { formatTime } from "@/lib/time";
import { isAbandoned, type Unsent } from "../unsent";
import type { useReply } from "../use-reply";
import classes from "./Bubble.module.css";
import { DeliveryMark } from "./DeliveryMark";

/** A reply the server has not confirmed: queued at first, and if it does not get there, honest about it. */
export function UnsentBubble({ unsent, reply }: { unsent: Unsent; reply: ReturnType<typeof useReply> }) {
  const { t, i18n } = useTranslation("inbox");
  const abandoned = isAbandoned(unsent, useNow().getTime());
  const troubled = unsent.refusal !== undefined || unsent.unanswered === true || abandoned;
  return (
    <div className={classes.root} data-side="end">
      <p className={classes.text} dir="auto" data-troubled={troubled || undefined}>
        {unsent.text}
      </p>
      <p className={classes.foot}>
        <time dateTime={unsent.at}>{formatTime(unsent.at, i18n.language)}</time>
        <DeliveryMark
          delivery={troubled ? "failed" : "queued"}
          label={troubled ? t("delivery.notSent") : undefined}
        />
      </p>
      {troubled && (
        <div className={classes.trouble} role="alert">
          <IconAlertCircle size={15} aria-hidden className={classes.troubleIcon} />
          <span>{unsent.refusal ?? t("reason.unanswered")}</span>
          <Button size="compact-sm" fz="xs" variant="default" onClick={() => void reply.retry(unsent)}>
            {t("delivery.retry")}
          </Button>
          <Button
            size="compact-sm"
            fz="xs"
            variant="subtle"
            color="red"
            onClick={() => reply.discard(unsent)}
          >
            {t("delivery.discard")}
          </Button>
        </div>
      )}
    </div>
  );
}
