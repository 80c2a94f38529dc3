import { Button } from "@mantine/core";
import {
  IconBellOff,
  IconCoffee,
  IconMessages,
  IconPlayerPlay,
  IconPlugConnected,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Inbox } from "@/api/types";
import { commandIds, useCommands } from "@/lib/commands";
import { EmptyState } from "@/ui/EmptyState";
import classes from "./NothingOpen.module.css";

/** The middle of the desk when no conversation is open. */
export function NothingOpen({ inbox }: { inbox: Inbox | undefined }) {
  return <div className={classes.root}>{inbox && <DeskState inbox={inbox} />}</div>;
}

/** What will happen next, by the agent's state, and the way to change it. */
export function DeskState({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation("inbox");
  const becomeFree = useCommands().find(({ id }) => id === commandIds.becomeFree);
  const scene = sceneOf(inbox);
  return (
    <EmptyState
      icon={scenes[scene]}
      title={t(`nothingOpen.${scene}.title`)}
      action={
        becomeFree && scene !== "choose" && scene !== "ready" ? (
          <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={becomeFree.run}>
            {becomeFree.name}
          </Button>
        ) : undefined
      }
    >
      {t(`nothingOpen.${scene}.reason`)}
    </EmptyState>
  );
}

const scenes = {
  choose: IconMessages,
  disconnected: IconPlugConnected,
  onBreak: IconCoffee,
  notResponding: IconBellOff,
  ready: IconPlayerPlay,
};

function sceneOf({ interactions, state }: Inbox): keyof typeof scenes {
  if (interactions.length > 0) return "choose";
  if (state.state === "disconnected") return "disconnected";
  if (state.state === "freeOnBreak" || state.state === "busyOnBreak") return "onBreak";
  return state.notResponding ? "notResponding" : "ready";
}
