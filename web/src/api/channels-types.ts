/** The server's words for carriers: providers, senders, entry points, and what became of a message on its way. */
import type { components } from "./schema.gen";
import type { Message } from "./types";

type Schemas = components["schemas"];

export type SettingType = "text" | "longText" | "secret" | "number" | "boolean" | "choice" | "address";

export interface SettingField {
  name: string;
  type: SettingType;
  /** In English; our languages have it under the field's name. */
  label: string;
  help: string | null;
  required: boolean;
  default: string | null;
  options: string[];
  least: number | null;
  most: number | null;
  advanced: boolean;
}

export interface ProviderKind {
  name: string;
  title: string;
  summary: string;
  receivesWebhooks: boolean;
  listens: boolean;
  checks: boolean;
  hookTopics: string[];
  fields: SettingField[];
}

export type SettingValue = string | number | boolean;
export type HealthState = "unknown" | "healthy" | "degraded" | "down" | "paused";

/** Of the last five minutes. */
export interface ProviderHealth {
  state: HealthState;
  link: "connecting" | "connected" | "disconnected" | null;
  sent: number;
  failed: number;
  throttled: number;
  errorRate: number;
  latencyMilliseconds: number | null;
  balance: string | null;
  checkedAt: string | null;
  sentence: string | null;
}

export interface Provider {
  id: string;
  name: string;
  kind: string;
  isDefault: boolean;
  enabled: boolean;
  createdAt: string;
  settings: Record<string, SettingValue | null>;
  secretsSet: string[];
  hookAddress: string | null;
  wireLogDays: number;
  paused: { code: string; sentence: string; until: string } | null;
  health: ProviderHealth;
}

/** In settings a value sets and null clears; what is left out stays. */
export interface ProviderChange {
  name?: string;
  isDefault?: boolean;
  enabled?: boolean;
  wireLogDays?: number;
  settings?: Record<string, SettingValue | null>;
}

export type CreateProvider = ProviderChange & { name: string; kind: string };

export interface ProviderTest {
  works: boolean;
  sentence: string;
  balance: string | null;
}

export type IncidentKind =
  | "disconnected"
  | "accountStop"
  | "errorRate"
  | "throttled"
  | "slow"
  | "hookRefused";

export interface Incident {
  id: string;
  providerId: string;
  providerName: string;
  kind: IncidentKind;
  sentence: string;
  openedAt: string;
  closedAt: string | null;
  count: number;
}

export type SenderKind = Schemas["SenderKind"];

export type Sender = Schemas["Sender"];
/** What is null stays; an id of all zeroes takes a group or a fallback away. */
export type SenderChange = Partial<Schemas["ChangeSender"]>;
export type CreateSender = Schemas["CreateSender"];

export type DncGroup = Schemas["DncGroup"];

export type EntryPoint = Schemas["EntryPoint"];

export interface MessagePart {
  number: number;
  providerMessageId: string | null;
  state: Message["state"];
  code: string | null;
  changedAt: string;
}

export interface StateChange {
  state: Message["state"];
  code: string | null;
  /** When it happened, by the carrier's clock where it told. */
  at: string;
  receivedAt: string;
}

export interface MessageDetails {
  message: Message;
  providerName: string;
  senderAddress: string;
  attempts: number;
  partDetails: MessagePart[];
  history: StateChange[];
}

export interface WireEntry {
  at: string;
  outgoing: boolean;
  summary: string;
  body: string;
}
