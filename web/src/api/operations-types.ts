/** The server's words for running a centre: dialers, imports, queues, people, lists, the simulated carrier. */
import type { ScheduleRow } from "@/lib/schedule";
import type { Permission } from "./permissions";
import type { AgentStateName, MessageState, Named } from "./types";

export interface Sender {
  id: string;
  providerId: string;
  kind: "longCode" | "shortCode" | "tollFree" | "alphanumeric" | "whatsApp";
  address: string;
  label: string;
  enabled: boolean;
  inbound: boolean;
  messagesPerSecond: number;
  queueId: string | null;
}

export interface Dialer {
  id: string;
  name: string;
  senderId: string;
  enabled: boolean;
  running: boolean;
  schedule: ScheduleRow[];
  timeZone: string | null;
  dialString: string;
  gapMilliseconds: number;
  checkDnc: boolean;
  createdAt: string;
}

export type DialerChange = Partial<
  Pick<
    Dialer,
    "name" | "senderId" | "enabled" | "schedule" | "timeZone" | "dialString" | "gapMilliseconds" | "checkDnc"
  >
>;

export interface DialerMonitor {
  status: "active" | "inactive";
  onSchedule: boolean;
  processed: number;
  notProcessed: number;
  other: number;
  blocked: number;
  /** Messages by state, and "badNumber" for refused rows of files. */
  byState: Partial<Record<MessageState | "badNumber", number>>;
  perSecond: number;
  estimatedEndAt: string | null;
  running: boolean;
  enabled: boolean;
}

export type ImportState = "receiving" | "processing" | "done" | "refused" | "failed";

export interface ImportError {
  row: number;
  column: string;
  code: string;
  message: string;
}

export interface Import {
  id: string;
  kind: "messages" | "dnc";
  dialerId: string | null;
  fileName: string;
  strict: boolean;
  state: ImportState;
  rows: number;
  imported: number;
  duplicates: number;
  blocked: number;
  rejected: number;
  errors: ImportError[];
  failureCode: string | null;
  failureDetail: string | null;
  createdAt: string;
  finishedAt: string | null;
}

export type ColumnRole = "campaign" | "destination" | "message" | "priority" | "data";

export interface ImportPreview {
  header: boolean;
  columns: { name: string; role: ColumnRole }[];
  rows: PreviewRow[];
}

export interface PreviewRow {
  row: number;
  dialer: string | null;
  number: string | null;
  text: string | null;
  parts: number | null;
  priority: number | null;
  error: ImportError | null;
}

export interface DncEntry {
  number: string;
  list: { id: string; name: string; kind: "businessUnit" | "dialer" | "group" };
  source: string;
  createdAt: string;
}

export type Eligibility = "incall" | "nocall" | "interaction" | "nopause" | "ringall" | "ringallmultiple";
export type Distribution = "rrmemory" | "wrandom" | "leastrecent" | "fewestcalls" | "random" | "linear";

export interface Queue {
  id: string;
  name: string;
  enabled: boolean;
  eligibility: Eligibility;
  distribution: Distribution;
  maxInteractions: number;
  serviceLevelSeconds: number;
  abandonmentSeconds: number;
  wrapUpSeconds: number;
  schedule: ScheduleRow[];
  timeZone: string | null;
  outOfHoursMessage: string | null;
  dispositionRequired: boolean;
  senderIds: string[];
  memberCount: number;
  waiting: number;
  open: boolean;
}

export type QueueChange = Partial<Omit<Queue, "id" | "memberCount" | "waiting" | "open" | "senderIds">>;

export interface QueueMember {
  userId: string;
  name: string;
  penalty: number;
  state: AgentStateName;
}

export interface Agent {
  userId: string;
  name: string;
  state: AgentStateName;
}

export interface User {
  id: string;
  email: string;
  name: string;
  enabled: boolean;
  language: string | null;
  roles: Named[];
  groups: Named[];
  maxInteractions: number;
  refusalTimeoutSeconds: number;
  createdAt: string;
}

export interface UserChange {
  email?: string;
  name?: string;
  password?: string;
  enabled?: boolean;
  roleIds?: string[];
  groupIds?: string[];
  maxInteractions?: number;
  refusalTimeoutSeconds?: number;
}

export type CreateUser = UserChange & { email: string; name: string; password: string; roleIds: string[] };

export interface Role {
  id: string;
  name: string;
  permissions: Permission[];
}

export interface SecurityGroup {
  id: string;
  name: string;
  userIds: string[];
  queueIds: string[];
  dialerIds: string[];
}

export type ApiScope = "send" | "read" | "import" | "admin";

export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: ApiScope[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

export interface Handset {
  number: string;
  lastMessageAt: string;
}

export interface HandsetMessage {
  id: string;
  direction: "toHandset" | "fromHandset";
  peer: string;
  text: string;
  parts: number;
  mediaUrls: string[];
  at: string;
}

export interface Behaviour {
  latencyMilliseconds: number;
  rejectPercent: number;
  throttlePercent: number;
  loseAnswerPercent: number;
  duplicateReceiptPercent: number;
  reorderReceipts: boolean;
  receiptDelayMilliseconds: number;
  undeliverablePercent: number;
  receipts: boolean;
  /** With one, the same number of messages meets each fate in every run. */
  seed?: number | null;
}

export interface SetupStep {
  key: "provider" | "sender" | "queue" | "agents" | "entryPoint" | "firstMessage";
  done: boolean;
}
