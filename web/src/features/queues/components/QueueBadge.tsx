import { useTranslation } from "react-i18next";
import type { Queue } from "@/api/operations-types";
import { StatusBadge } from "@/ui/StatusBadge";

export function QueueBadge({ queue }: { queue: Queue }) {
  const { t } = useTranslation("queues");
  if (!queue.enabled) return <StatusBadge tone="off">{t("status.disabled")}</StatusBadge>;
  return (
    <StatusBadge tone={queue.open ? "good" : "attention"}>
      {t(queue.open ? "status.open" : "status.closed")}
    </StatusBadge>
  );
}
