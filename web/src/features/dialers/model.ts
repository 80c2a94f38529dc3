import type { DialerMonitor } from "@/api/operations-types";
import type { MessageState } from "@/api/types";
import { messageTone } from "@/ui/message-tone";
import type { Tone } from "@/ui/StatusBadge";

export type DialerStatus = "sending" | "idle" | "outsideHours" | "stopped" | "disabled";

/** Why a dialer sends or does not, the strongest reason first. */
export function statusOf(
  monitor: Pick<DialerMonitor, "enabled" | "running" | "onSchedule" | "notProcessed">,
): DialerStatus {
  if (!monitor.enabled) return "disabled";
  if (!monitor.running) return "stopped";
  if (!monitor.onSchedule) return "outsideHours";
  return monitor.notProcessed > 0 ? "sending" : "idle";
}

export const statusTone: Record<DialerStatus, Tone> = {
  sending: "good",
  idle: "good",
  outsideHours: "attention",
  stopped: "off",
  disabled: "off",
};

export function totalOf({ processed, notProcessed, other, blocked }: DialerMonitor) {
  return processed + notProcessed + other + blocked;
}

/** The states a message of a dialer can be in, in the order it passes through them. */
export const outboundStates = [
  "queued",
  "sending",
  "accepted",
  "sent",
  "delivered",
  "read",
  "unknown",
  "undelivered",
  "failed",
  "rejected",
  "expired",
  "cancelled",
  "blocked",
] as const satisfies readonly MessageState[];

export type OutboundState = (typeof outboundStates)[number];

export function isOutboundState(state: string): state is OutboundState {
  return (outboundStates as readonly string[]).includes(state);
}

/** What the breakdown lists: the states, and rows of files that never became a message. */
export type Fate = OutboundState | "badNumber";

export const fateTone: Record<Fate, Tone> = { ...messageTone, badNumber: "bad" };

export function countsByState(monitor: DialerMonitor): { fate: Fate; count: number }[] {
  const fates: readonly Fate[] = [...outboundStates, "badNumber"];
  return fates.map((fate) => ({ fate, count: monitor.byState[fate] ?? 0 })).filter(({ count }) => count > 0);
}
