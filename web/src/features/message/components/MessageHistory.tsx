import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { StateChange } from "@/api/channels-types";
import { formatMoment } from "@/lib/time";
import { Panel } from "@/ui/Panel";
import classes from "./MessagePage.module.css";
import { StateBadge } from "./StateBadge";

/** The states it went through, oldest first. */
export function MessageHistory({ history }: { history: readonly StateChange[] }) {
  const { t, i18n } = useTranslation("message");
  return (
    <Panel title={t("history.title")}>
      {history.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("history.none")}
        </Text>
      )}
      <ol className={classes.history}>
        {history.map(({ state, code, at }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a state may come twice; its place is what it is
          <li key={index} className={classes.change}>
            <StateBadge state={state} />
            {code && (
              <bdi dir="ltr" className={classes.code}>
                {code}
              </bdi>
            )}
            <time dateTime={at}>{formatMoment(at, i18n.language)}</time>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
