import { useTranslation } from "react-i18next";
import type { MessagePart } from "@/api/channels-types";
import { Panel } from "@/ui/Panel";
import classes from "./MessagePage.module.css";
import { StateBadge } from "./StateBadge";

/** What the carrier made of it: each part has an id and a fate of its own. */
export function MessageParts({ parts }: { parts: readonly MessagePart[] }) {
  const { t } = useTranslation("message");
  return (
    <Panel title={t("parts.title")}>
      <ol className={classes.history}>
        {parts.map(({ number, providerMessageId, state, code }) => (
          <li key={number} className={classes.change}>
            <span>{t("parts.one", { number })}</span>
            <StateBadge state={state} />
            {code && (
              <bdi dir="ltr" className={classes.code}>
                {code}
              </bdi>
            )}
            {providerMessageId && (
              <bdi dir="ltr" className={classes.code} title={t("parts.carrierId")}>
                {providerMessageId}
              </bdi>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
