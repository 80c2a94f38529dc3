import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { MessageDetails } from "@/api/channels-types";
import { formatDateTime } from "@/lib/time";
import { Facts } from "@/ui/Facts";
import { Panel } from "@/ui/Panel";
import { PhoneText } from "@/ui/PhoneText";
import classes from "./MessagePage.module.css";

export function MessageFacts({ details }: { details: MessageDetails }) {
  const { t, i18n } = useTranslation("message");
  const { message, providerName, senderAddress, attempts } = details;
  const outbound = message.direction === "out";
  return (
    <Panel title={t("facts.title")}>
      {message.text && (
        <p className={classes.text} dir="auto" data-direction={message.direction}>
          {message.text}
        </p>
      )}
      {message.failureDetail && (
        <Alert
          color="red"
          variant="light"
          mb="lg"
          icon={<IconAlertTriangle size={18} />}
          title={message.failureDetail}
        >
          {message.failureCode && (
            <bdi dir="ltr" className={classes.code}>
              {message.failureCode}
            </bdi>
          )}
        </Alert>
      )}
      <Facts
        facts={[
          {
            label: t(outbound ? "facts.to" : "facts.from"),
            value: <PhoneText number={message.number} />,
          },
          { label: t("facts.sender"), value: <PhoneText number={senderAddress} /> },
          { label: t("facts.provider"), value: <bdi>{providerName}</bdi> },
          {
            label: t("facts.author"),
            value: <bdi>{message.author.name ?? t(`author.${message.author.kind}`)}</bdi>,
          },
          { label: t("facts.created"), value: formatDateTime(message.createdAt, i18n.language) },
          { label: t("facts.parts"), value: t(`encoding.${message.encoding}`, { count: message.parts }) },
          { label: t("facts.attempts"), value: outbound && String(attempts) },
          {
            label: t("facts.id"),
            value: (
              <bdi dir="ltr" className={classes.code}>
                {message.id}
              </bdi>
            ),
          },
        ]}
      />
    </Panel>
  );
}
