import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Provider, ProviderKind } from "@/api/channels-types";
import { CopyText } from "@/ui/CopyText";
import { Panel } from "@/ui/Panel";
import { hookAddresses } from "../model";
import { useKindWords } from "../words";
import classes from "./ProviderPage.module.css";

/** The addresses to give the carrier, so that it tells us of messages and receipts. */
export function HooksPanel({ provider, kind }: { provider: Provider; kind: ProviderKind }) {
  const { t } = useTranslation("providers");
  const { topicOf } = useKindWords();
  const addresses = hookAddresses(provider, kind);
  return (
    <Panel title={t("hooks.title")}>
      <Text size="sm" c="dimmed" mb="sm">
        {t(addresses.length > 0 ? "hooks.lead" : "hooks.none")}
      </Text>
      <ul className={classes.hooks}>
        {addresses.map(({ topic, address }) => (
          <li key={topic}>
            <Text size="sm" fw={560} mb={4}>
              {topicOf(topic)}
            </Text>
            <CopyText text={address} label={topicOf(topic)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
