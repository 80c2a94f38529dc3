import { Alert, Text } from "@mantine/core";
import { IconPlayerPause } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Provider } from "@/api/channels-types";
import { formatNumber, formatPercent } from "@/lib/numbers";
import { formatDateTime } from "@/lib/time";
import { Facts } from "@/ui/Facts";
import { Panel } from "@/ui/Panel";
import { TimeAgo } from "@/ui/TimeAgo";

/** How the carrier has been doing in the last five minutes. */
export function HealthPanel({ provider }: { provider: Provider }) {
  const { t, i18n } = useTranslation("providers");
  const { health, paused } = provider;
  const count = (value: number) => formatNumber(value, i18n.language);
  return (
    <Panel title={t("health.title")}>
      {paused && (
        <Alert
          color="oro"
          variant="light"
          mb="md"
          icon={<IconPlayerPause size={18} />}
          title={
            paused.until
              ? t("health.pausedUntil", { at: formatDateTime(paused.until, i18n.language) })
              : t("health.pausedByHand")
          }
        >
          {paused.sentence}
        </Alert>
      )}
      {health.sentence && !paused && (
        <Text size="sm" mb="md" dir="auto">
          {health.sentence}
        </Text>
      )}
      <Facts
        facts={[
          { label: t("health.link"), value: health.link && t(`link.${health.link}`) },
          { label: t("health.sent"), value: count(health.sent) },
          { label: t("health.failed"), value: count(health.failed) },
          { label: t("health.throttled"), value: count(health.throttled) },
          { label: t("health.errorRate"), value: formatPercent(health.errorRate, i18n.language) },
          {
            label: t("health.latency"),
            value: health.latencyMilliseconds !== null && <bdi>{count(health.latencyMilliseconds)} ms</bdi>,
          },
          { label: t("health.balance"), value: health.balance && <bdi>{health.balance}</bdi> },
          { label: t("health.checked"), value: health.checkedAt && <TimeAgo at={health.checkedAt} /> },
        ]}
      />
    </Panel>
  );
}
