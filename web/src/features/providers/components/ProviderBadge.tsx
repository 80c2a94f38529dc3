import { useTranslation } from "react-i18next";
import type { Provider } from "@/api/channels-types";
import { StatusBadge } from "@/ui/StatusBadge";
import { conditionOf, conditionTone } from "../model";

export function ProviderBadge({ provider }: { provider: Provider }) {
  const { t } = useTranslation("providers");
  const condition = conditionOf(provider);
  return <StatusBadge tone={conditionTone[condition]}>{t(`condition.${condition}`)}</StatusBadge>;
}
