import { ActionIcon, CopyButton, Title, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Interaction } from "@/api/types";
import { formatDateTime } from "@/lib/time";
import { Avatar } from "@/ui/Avatar";
import { nameOf } from "./ContactName";
import classes from "./ContactPanel.module.css";
import { EarlierMessages } from "./EarlierMessages";
import { EditableName } from "./EditableName";

export function ContactPanel({ interaction }: { interaction: Interaction }) {
  const { t, i18n } = useTranslation("inbox");
  const { contact, queue, sender } = interaction;
  const moment = (at: string) => <time dateTime={at}>{formatDateTime(at, i18n.language)}</time>;
  return (
    <div className={classes.root}>
      <div className={classes.card}>
        <Avatar name={nameOf(contact)} size={56} />
        <EditableName contact={contact} interactionId={interaction.id} />
        <p className={classes.number}>
          <bdi dir="ltr">{contact.number}</bdi>
          <CopyButton value={contact.number}>
            {({ copied, copy }) => (
              <Tooltip label={t(copied ? "contact.copied" : "contact.copy")}>
                <ActionIcon
                  size={26}
                  onClick={copy}
                  aria-label={t(copied ? "contact.copied" : "contact.copy")}
                >
                  {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        </p>
      </div>

      <section>
        <Title order={3} className={classes.heading}>
          {t("contact.conversation")}
        </Title>
        <dl className={classes.facts}>
          <Fact name={t("contact.queue")}>
            <bdi>{queue.name}</bdi>
          </Fact>
          <Fact name={t("contact.sender")}>
            <bdi dir={sender.label ? undefined : "ltr"}>{sender.label || sender.address}</bdi>
          </Fact>
          <Fact name={t("contact.arrived")}>{moment(interaction.queuedAt)}</Fact>
          {interaction.acceptedAt && (
            <Fact name={t("contact.accepted")}>{moment(interaction.acceptedAt)}</Fact>
          )}
          {interaction.firstReplyAt && (
            <Fact name={t("contact.firstReply")}>{moment(interaction.firstReplyAt)}</Fact>
          )}
          {interaction.closedAt && <Fact name={t("contact.closed")}>{moment(interaction.closedAt)}</Fact>}
        </dl>
      </section>

      <EarlierMessages contactId={contact.id} exceptSenderId={sender.id} />
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
