/**
 * The server's words in TypeScript, for the routes this app calls. Names are the OpenAPI schema names.
 * Dates are ISO 8601 strings in UTC.
 */
import type { Permission } from "./permissions";

export interface Named {
  id: string;
  name: string;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Session {
  user: { id: string; name: string; email: string; language: string | null };
  businessUnit: { id: string; name: string; country: string; timeZone: string };
  permissions: Permission[];
  demo: boolean;
}

export type AgentStateName = "disconnected" | "free" | "busy" | "freeOnBreak" | "busyOnBreak";

export interface AgentState {
  state: AgentStateName;
  breakReason: string | null;
  /** Offers went unanswered: no more come until the agent says "free" again. */
  notResponding: boolean;
  since: string;
  changedBy: "agent" | "supervisor" | "system";
}

export interface ContactRef {
  id: string;
  number: string;
  name: string | null;
}

export interface Offer {
  id: string;
  interactionId: string;
  queue: Named;
  contact: ContactRef;
  expiresAt: string;
  createdAt: string;
  preview: string | null;
}

export type InteractionState = "waiting" | "offered" | "active" | "wrapUp" | "closed";
export type WaitingFor = "agent" | "contact";

export type MessageState =
  | "queued"
  | "sending"
  | "accepted"
  | "sent"
  | "delivered"
  | "read"
  | "blocked"
  | "rejected"
  | "failed"
  | "undelivered"
  | "expired"
  | "cancelled"
  | "unknown"
  | "received";

export interface InboxItem {
  id: string;
  state: InteractionState;
  queue: Named;
  contact: ContactRef;
  senderAddress: string;
  lastMessage: { text: string; direction: "in" | "out"; at: string; state: MessageState } | null;
  unread: number;
  waitingFor: WaitingFor;
  queuedAt: string;
  acceptedAt: string | null;
  lastMessageAt: string;
  wrapUpUntil: string | null;
}

export interface Inbox {
  state: AgentState;
  offers: Offer[];
  interactions: InboxItem[];
}

export interface Interaction {
  id: string;
  state: InteractionState;
  queue: Named;
  contact: ContactRef;
  sender: { id: string; address: string; label: string };
  ownerId: string | null;
  queuedAt: string;
  acceptedAt: string | null;
  firstReplyAt: string | null;
  closedAt: string | null;
  closeReason: string | null;
  dispositionId: string | null;
  dispositionRequired: boolean;
  note: string | null;
  unread: number;
  waitingFor: WaitingFor;
  wrapUpUntil: string | null;
  /** The longest reply, of GSM-7 characters: the parts a message may take, times 153. */
  maxCharacters: number;
}

export type AuthorKind = "agent" | "contact" | "dialer" | "script" | "system" | "api";

export interface Message {
  id: string;
  direction: "in" | "out";
  number: string;
  senderId: string;
  dialerId: string | null;
  interactionId: string | null;
  author: { kind: AuthorKind; id: string | null; name: string | null };
  text: string;
  parts: number;
  encoding: string;
  state: MessageState;
  verdict: string | null;
  failureCode: string | null;
  failureDetail: string | null;
  createdAt: string;
  stateChangedAt: string;
  clientId: string | null;
}

export interface Enqueued {
  id: string;
  verdict: string;
}

export interface Checked {
  verdict: string;
  sentence: string;
}
