import { IconCoffee, IconMessages, IconPlayerPlay, IconPlugConnected } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Inbox } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";
import classes from "./NothingOpen.module.css";

/** The middle of the desk when no conversation is open: says what will happen next, by the agent's state. */
export function NothingOpen({ inbox }: { inbox: Inbox | undefined }) {
  const { t } = useTranslation("inbox");
  if (!inbox) return <div className={classes.root} />;
  const state = inbox.state.state;
  const scene =
    inbox.interactions.length > 0
      ? ({ key: "choose", icon: IconMessages } as const)
      : state === "disconnected"
        ? ({ key: "disconnected", icon: IconPlugConnected } as const)
        : state === "freeOnBreak" || state === "busyOnBreak"
          ? ({ key: "onBreak", icon: IconCoffee } as const)
          : ({ key: "ready", icon: IconPlayerPlay } as const);
  return (
    <div className={classes.root}>
      <EmptyState icon={scene.icon} title={t(`nothingOpen.${scene.key}.title`)}>
        {t(`nothingOpen.${scene.key}.reason`)}
      </EmptyState>
    </div>
  );
}
