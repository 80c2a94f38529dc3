import { ActionIcon, Button, Skeleton, Title } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconArrowLeft, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Interaction } from "@/api/types";
import { Avatar } from "@/ui/Avatar";
import { StatusBadge, type Tone } from "@/ui/StatusBadge";
import { CloseDialog } from "./CloseDialog";
import { ContactName, nameOf } from "./ContactName";
import classes from "./ThreadHeader.module.css";

interface Props {
  interaction: Interaction | undefined;
  onBack: () => void;
  onPanel: () => void;
}

const tones: Record<Interaction["state"], Tone> = {
  waiting: "attention",
  offered: "attention",
  active: "good",
  wrapUp: "calm",
  closed: "off",
};

/** Whom the agent is talking to, always in sight (UX 2). */
export function ThreadHeader({ interaction, onBack, onPanel }: Props) {
  const { t } = useTranslation("inbox");
  const closable = interaction && (interaction.state === "active" || interaction.state === "wrapUp");

  function openClose() {
    if (!interaction) return;
    const modalId = modals.open({
      title: t("close.title"),
      children: <CloseDialog interaction={interaction} onDone={() => modals.close(modalId)} />,
    });
  }

  return (
    <header className={classes.root}>
      <ActionIcon className={classes.back} onClick={onBack} aria-label={t("thread.back")}>
        <IconArrowLeft size={20} />
      </ActionIcon>
      {interaction ? (
        <>
          <span className={classes.face}>
            <Avatar name={nameOf(interaction.contact)} size={38} />
          </span>
          <div className={classes.who}>
            <Title order={2} className={classes.name}>
              <ContactName contact={interaction.contact} />
            </Title>
            <p className={classes.line}>
              {interaction.contact.name && (
                <>
                  <bdi dir="ltr">{interaction.contact.number}</bdi> ·{" "}
                </>
              )}
              <bdi>{interaction.queue.name}</bdi> · {t("thread.via")}{" "}
              <bdi>{interaction.sender.label || interaction.sender.address}</bdi>
            </p>
          </div>
          <span className={classes.state}>
            <StatusBadge tone={tones[interaction.state]}>{t(`state.${interaction.state}`)}</StatusBadge>
          </span>
          <ActionIcon className={classes.info} onClick={onPanel} aria-label={t("contact.open")}>
            <IconInfoCircle size={20} stroke={1.7} />
          </ActionIcon>
          {closable && (
            <Button
              variant="default"
              leftSection={<IconCircleCheck size={17} aria-hidden />}
              onClick={openClose}
              className={classes.close}
            >
              {t("close.action")}
            </Button>
          )}
        </>
      ) : (
        <div className={classes.who}>
          <Skeleton height={12} width={140} mb={8} />
          <Skeleton height={9} width={220} />
        </div>
      )}
    </header>
  );
}
