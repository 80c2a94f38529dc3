/**
 * The server's words that every room uses, under the names its API description gives them. Dates are ISO 8601
 * strings in UTC.
 */
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

export interface Named {
  id: string;
  name: string;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type Session = Schemas["Session"];
export type AgentState = Schemas["AgentState"];
export type AgentStateName = Schemas["ShownState"];

export type ContactRef = Schemas["Contact"];
export type Offer = Schemas["Offer"];
export type Inbox = Schemas["Inbox"];
export type InboxItem = Schemas["InboxItem"];
export type Interaction = Schemas["Interaction"];

export type Message = Schemas["Message"];
export type MessageState = Schemas["MessageState"];
export type AuthorKind = Schemas["AuthorKind"];
/** What became of a message that was handed in: its id, and what the gate said. */
export type Enqueued = Schemas["SentMessage"];
