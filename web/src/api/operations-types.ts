/**
 * The server's words for running a centre: dialers, imports, queues, people, lists, the simulated carrier.
 * They come from its API description; what is spelled out here says more than the description can.
 */
import type { ScheduleRow } from "@/lib/schedule";
import type { Permission } from "./permissions";
import type { components } from "./schema.gen";
import type { MessageState } from "./types";

type Schemas = components["schemas"];

/** With hours as text: the description knows only that they are times. */
type WithHours<T> = Omit<T, "schedule"> & { schedule: ScheduleRow[] };

export type { Sender } from "./channels-types";
export type Dialer = WithHours<Schemas["Dialer"]>;
export type DialerChange = Partial<Omit<Dialer, "id" | "running" | "createdAt">>;

export type DialerMonitor = Omit<Schemas["DialerMonitor"], "byState"> & {
  /** Messages by state, and "badNumber" for refused rows of files. */
  byState: Partial<Record<MessageState | "badNumber", number>>;
};

export type ImportState = Schemas["ImportState"];
export type ImportError = Schemas["ImportError"];
/** Lists leave the errors out. */
export type Import = Omit<Schemas["Import"], "errors"> & { errors: ImportError[] };
export type ImportPreview = Schemas["ImportPreview"];
export type PreviewRow = Schemas["ImportPreviewRow"];

export type DncEntry = Schemas["DncEntry"];

export type Queue = Omit<WithHours<Schemas["Queue"]>, "senderIds"> & { senderIds: string[] };
export type QueueChange = Partial<Omit<Queue, "id" | "memberCount" | "waiting" | "open" | "senderIds">>;
export type QueueMember = Schemas["QueueMember"];
export type Agent = Pick<Schemas["Agent"], "userId" | "name" | "state">;

export type User = Schemas["User"];

/** What is left out stays as it is. */
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

export type Role = Omit<Schemas["Role"], "permissions"> & { permissions: Permission[] };
export type SecurityGroup = Schemas["SecurityGroup"];
export type ApiScope = Schemas["ApiScope"];
export type ApiKey = Schemas["ApiKey"];

export type Handset = Schemas["Handset"];
export type HandsetMessage = Schemas["HandsetMessage"];
export type Behaviour = Schemas["Behaviour"];
export type SetupStep = Schemas["SetupStep"];
