import { Text } from "@mantine/core";
import { IconArrowLeft, IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { WireEntry } from "@/api/channels-types";
import { formatMoment } from "@/lib/time";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { Panel } from "@/ui/Panel";
import { wireQuery } from "../api/message";
import classes from "./WireLog.module.css";

/** What went over the wire for this message, with secrets and texts taken out by the server. */
export function WireLog({ messageId }: { messageId: string }) {
  const { t } = useTranslation("message");
  const { data, error, refetch } = useQuery(wireQuery(messageId));
  return (
    <Panel
      title={t("wire.title")}
      flush
      action={
        data && (
          <Text size="xs" c="dimmed">
            {data.retainedDays > 0 ? t("wire.kept", { count: data.retainedDays }) : t("wire.notKept")}
          </Text>
        )
      }
    >
      <ErrorSummary error={error} onRetry={() => void refetch()} />
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed" className={classes.empty}>
          {t("wire.none")}
        </Text>
      )}
      <ul className={classes.list}>
        {data?.items.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity but their order
          <li key={index} className={classes.entry}>
            <Entry entry={entry} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Entry({ entry }: { entry: WireEntry }) {
  const { t, i18n } = useTranslation("message");
  const { at, outgoing, summary, body } = entry;
  const Icon = outgoing ? IconArrowRight : IconArrowLeft;
  return (
    <details>
      <summary>
        <span className={classes.direction}>
          <Icon size={15} aria-hidden />
          {t(outgoing ? "wire.outgoing" : "wire.incoming")}
        </span>
        <bdi dir="ltr" className={classes.summary}>
          {summary}
        </bdi>
        <time dateTime={at}>{formatMoment(at, i18n.language)}</time>
      </summary>
      <pre className={classes.body} dir="ltr">
        {body || t("wire.emptyBody")}
      </pre>
    </details>
  );
}
