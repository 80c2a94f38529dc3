import { useTranslation } from "react-i18next";
import type { MessageState } from "@/api/types";
import { messageTone } from "@/ui/message-tone";
import { StatusBadge } from "@/ui/StatusBadge";

export function StateBadge({ state }: { state: MessageState }) {
  const { t } = useTranslation("message");
  return <StatusBadge tone={messageTone[state]}>{t(`state.${state}`)}</StatusBadge>;
}
