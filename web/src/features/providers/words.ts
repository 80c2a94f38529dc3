import { useTranslation } from "react-i18next";
import type { ProviderKind, SettingField } from "@/api/channels-types";

/** A key that may have no translation yet: what the server says in English stands in. */
type Known = "kind.simulator";

/** What kinds and their settings are called in the reader's language. */
export function useKindWords() {
  const { t, i18n } = useTranslation("providers");
  // In English the server says it best: kinds share names of fields, and each has a label of its own.
  const words = (key: string, english: string) =>
    i18n.language === "en" && english ? english : t(key as Known, { defaultValue: english });
  return {
    summaryOf: ({ name, summary }: ProviderKind) => words(`kind.${name}`, summary),
    labelOf: ({ name, label }: SettingField) => words(`setting.${name}.label`, label),
    helpOf: ({ name, help }: SettingField) => (help ? words(`setting.${name}.help`, help) : undefined),
    topicOf: (topic: string) => t(`topic.${topic || "all"}` as "topic.all", { defaultValue: topic }),
  };
}
