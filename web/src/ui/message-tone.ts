import type { MessageState } from "@/api/types";
import type { Tone } from "./StatusBadge";

/** How a message that got so far is doing. */
export const messageTone: Record<MessageState, Tone> = {
  received: "good",
  queued: "off",
  sending: "calm",
  accepted: "calm",
  sent: "calm",
  delivered: "good",
  read: "good",
  unknown: "attention",
  undelivered: "bad",
  failed: "bad",
  rejected: "bad",
  expired: "attention",
  cancelled: "off",
  blocked: "attention",
};
