/** What the inbox computes, without React: threads, delivery words, filters. */
import type { InboxItem, Message, MessageState } from "@/api/types";
import type { Unsent } from "./unsent";

export type Delivery = "queued" | "sent" | "delivered" | "failed" | "unknown";

const deliveries: Record<MessageState, Delivery | null> = {
  received: null,
  queued: "queued",
  sending: "queued",
  accepted: "sent",
  sent: "sent",
  delivered: "delivered",
  // SMS has no read receipts: claiming one would be a guess.
  read: "delivered",
  blocked: "failed",
  rejected: "failed",
  failed: "failed",
  undelivered: "failed",
  expired: "failed",
  cancelled: "failed",
  unknown: "unknown",
};

export function deliveryOf(message: Pick<Message, "direction" | "state">): Delivery | null {
  return message.direction === "in" ? null : deliveries[message.state];
}

const reasons = [
  "doNotContact",
  "senderDisabled",
  "senderCannotSend",
  "emptyText",
  "textTooLong",
  "expired",
  "cancelled",
  "permanentRecipient",
  "permanentMessage",
  "permanentSender",
  "accountStop",
  "optOut",
  "needsTemplate",
  "transient",
] as const;

export type Reason = (typeof reasons)[number] | "other";

/** Why a message did not arrive, as one of the reasons we have words for. */
export function reasonOf(message: Pick<Message, "state" | "verdict" | "failureCode">): Reason {
  const code = message.state === "blocked" ? message.verdict : (message.failureCode ?? message.state);
  return reasons.find((reason) => reason === code) ?? "other";
}

export function canRetry(message: Pick<Message, "state">) {
  // A blocked message would be blocked again, and one of unknown outcome may already have arrived.
  return message.state !== "blocked" && message.state !== "unknown" && message.state !== "cancelled";
}

export type Bubble =
  | { kind: "message"; key: string; at: string; message: Message }
  | { kind: "unsent"; key: string; at: string; unsent: Unsent };

/**
 * One list, oldest first, of what the server has and what it has not confirmed. The clientId joins both, so
 * however the answer and the live event race, there is one bubble and it keeps its key. A retry is a new message
 * whose clientId is the failed one's id: it takes the failed one's place.
 */
export function mergeThread(newestFirst: readonly Message[], unsent: readonly Unsent[]): Bubble[] {
  const seen = new Set<string>();
  const bubbles: Bubble[] = [];
  for (const message of newestFirst) {
    const known = seen.has(message.id);
    seen.add(message.id);
    if (message.clientId) seen.add(message.clientId);
    if (known) continue;
    bubbles.push({ kind: "message", key: message.clientId ?? message.id, at: message.createdAt, message });
  }
  bubbles.reverse();
  for (const item of unsent) {
    if (!seen.has(item.clientId))
      bubbles.push({ kind: "unsent", key: item.clientId, at: item.at, unsent: item });
  }
  return bubbles;
}

/** Key of the oldest of the last `unread` inbound messages: where reading should begin. */
export function firstUnreadKey(bubbles: readonly Bubble[], unread: number): string | undefined {
  let left = unread;
  if (left <= 0) return undefined;
  let key: string | undefined;
  for (let index = bubbles.length - 1; index >= 0 && left > 0; index -= 1) {
    const bubble = bubbles[index];
    if (bubble?.kind === "message" && bubble.message.direction === "in") {
      key = bubble.key;
      left -= 1;
    }
  }
  return key;
}

const sameVoiceWithin = 5 * 60_000;

/** Bubbles that stand together: one voice, within five minutes. */
export function continues(previous: Bubble | undefined, bubble: Bubble): boolean {
  if (!previous || voiceOf(previous) !== voiceOf(bubble)) return false;
  return Date.parse(bubble.at) - Date.parse(previous.at) < sameVoiceWithin;
}

function voiceOf(bubble: Bubble) {
  if (bubble.kind === "unsent") return "me";
  const { author } = bubble.message;
  return author.kind === "agent" ? `agent ${author.id}` : author.kind;
}

export type Show = "all" | "unread" | "waiting";

/** Newest first; searched by queue, name or number, where digits match however they are spaced. */
export function filterInbox(items: readonly InboxItem[], search: string, show: Show): InboxItem[] {
  const words = fold(search).split(/\s+/).filter(Boolean);
  return items
    .filter((item) => show === "all" || (show === "unread" ? item.unread > 0 : awaitsAgent(item)))
    .filter((item) => {
      const hay = fold(`${item.contact.name ?? ""} ${item.contact.number} ${item.queue.name}`);
      return words.every((word) => hay.includes(word));
    })
    .sort((a, b) => b.lastMessageAt.localeCompare(a.lastMessageAt));
}

/** The contact wrote last and the conversation is still to be answered. */
export function awaitsAgent(item: InboxItem) {
  return item.state === "active" && item.waitingFor === "agent";
}

function fold(text: string) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLocaleLowerCase()
    .replace(/(\d)[\s().-]+(?=\d)/g, "$1");
}

export function unreadTotal(items: readonly InboxItem[]) {
  return items.reduce((sum, item) => sum + item.unread, 0);
}
