import { useTranslation } from "react-i18next";
import type { DialerMonitor } from "@/api/operations-types";
import { StatusBadge } from "@/ui/StatusBadge";
import { statusOf, statusTone } from "../model";

/** Active or not, and why, in words. */
export function DialerBadge({ monitor }: { monitor: DialerMonitor }) {
  const { t } = useTranslation("dialers");
  const status = statusOf(monitor);
  return <StatusBadge tone={statusTone[status]}>{t(`status.${status}`)}</StatusBadge>;
}
