import { Menu, Text, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconChevronDown, IconCoffee, IconPlayerPlay, IconPower } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useLiveEvent } from "@/api/live";
import { toApiError } from "@/api/problem";
import { useSession } from "@/api/session";
import type { AgentState } from "@/api/types";
import { type Command, commandIds, useOfferCommands } from "@/lib/commands";
import { Elapsed } from "@/ui/Elapsed";
import { announce } from "@/ui/LiveRegion";
import classes from "./AgentStateMenu.module.css";
import {
  agentStateQuery,
  availabilityOf,
  breakReasons,
  isBreakReason,
  isOnBreak,
  nameOfState,
  useChangeAgentState,
  type Wish,
} from "./agent-state";

/** The agent's own state, always in sight: what it is, why, and for how long (UX 17). */
export function AgentStateMenu() {
  const { t } = useTranslation("shell");
  const { data: state } = useQuery(agentStateQuery);
  const change = useAgentStateChanges();
  useOfferCommands(useStateCommands(change));
  if (!state) return <span className={classes.placeholder} />;

  const reason = state.breakReason ?? "";
  const words = isBreakReason(reason) ? t(`agent.reason.${reason}`) : reason;
  return (
    <Menu position="bottom-end" withinPortal={false} width={260}>
      <Menu.Target>
        <UnstyledButton className={classes.target} data-state={nameOfState(state)}>
          <span className={classes.dot} aria-hidden />
          <span className={classes.name}>
            <span className="sr-only">{t("agent.label")} </span>
            {t(`agent.state.${nameOfState(state)}`)}
            {isOnBreak(state.state) && words && <span className={classes.reason}> · {words}</span>}
          </span>
          <span className={classes.timer}>
            <Elapsed since={state.since} />
          </span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Why state={state} />
        {(state.notResponding || (state.state !== "free" && state.state !== "busy")) && (
          <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => change({ state: "free" })}>
            {t("agent.become.free")}
          </Menu.Item>
        )}
        <Menu.Label>{t("agent.become.break")}</Menu.Label>
        {breakReasons.map((option) => (
          <Menu.Item
            key={option}
            leftSection={<IconCoffee size={16} />}
            onClick={() => change({ state: "onBreak", breakReason: option })}
          >
            {t(`agent.reason.${option}`)}
          </Menu.Item>
        ))}
        {state.state !== "disconnected" && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconPower size={16} />}
              onClick={() => change({ state: "disconnected" })}
            >
              {t("agent.become.disconnected")}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Why the state is what it is, where the agent did not choose it. */
function Why({ state }: { state: AgentState }) {
  const { t } = useTranslation("shell");
  const words = state.notResponding
    ? t("agent.notResponding")
    : state.changedBy === "supervisor"
      ? t("agent.bySupervisor")
      : null;
  return words ? (
    <Text size="xs" c="dimmed" className={classes.note}>
      {words}
    </Text>
  ) : null;
}

/** Follows the server and says out loud when somebody else changed the state. */
function useAgentStateChanges() {
  const { t } = useTranslation("shell");
  const { user } = useSession();
  const queryClient = useQueryClient();
  const { mutate } = useChangeAgentState();
  useLiveEvent("AgentChanged", async (userId) => {
    if (userId !== user.id) return;
    const before = queryClient.getQueryData(agentStateQuery.queryKey);
    const next = await queryClient.fetchQuery({ ...agentStateQuery, staleTime: 0 });
    if (next.changedBy === "agent" || next.since === before?.since) return;
    // Busy and free follow from the work itself: only what takes work away or gives it back is news.
    if (before && availabilityOf(before) === availabilityOf(next)) return;
    const state = t(`agent.state.${nameOfState(next)}`);
    const message = t(`agent.changed.${next.changedBy}`, { state });
    notifications.show({ message, autoClose: false });
    announce(message, "assertive");
  });
  return (wish: Wish) =>
    mutate(wish, {
      onSuccess: (state) => announce(t("agent.now", { state: t(`agent.state.${nameOfState(state)}`) })),
      onError: (error) =>
        notifications.show({ color: "red", message: toApiError(error).problem.detail ?? t("agent.failed") }),
    });
}

function useStateCommands(change: (wish: Wish) => void) {
  const { t } = useTranslation("shell");
  // biome-ignore lint/correctness/useExhaustiveDependencies: change only closes over stable functions
  return useMemo<Command[]>(() => {
    const group = t("agent.title");
    return [
      {
        id: commandIds.becomeFree,
        name: t("agent.become.free"),
        group,
        icon: IconPlayerPlay,
        run: () => change({ state: "free" }),
      },
      ...breakReasons.map((reason) => ({
        id: `state ${reason}`,
        name: `${t("agent.become.break")}: ${t(`agent.reason.${reason}`)}`,
        group,
        icon: IconCoffee,
        run: () => change({ state: "onBreak", breakReason: reason }),
      })),
      {
        id: "state disconnected",
        name: t("agent.become.disconnected"),
        group,
        icon: IconPower,
        run: () => change({ state: "disconnected" }),
      },
    ];
  }, [t]);
}
