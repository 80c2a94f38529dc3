/** The server's words for carriers: providers, senders, entry points, and what became of a message on its way. */
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

/** In English; our languages have its words under its name. */
export type SettingField = Required<Schemas["SettingField"]>;
export type ProviderKind = Omit<Schemas["ProviderKind"], "fields"> & { fields: SettingField[] };

export type SettingValue = string | number | boolean;
type Settings = Record<string, SettingValue | null>;

export type HealthState = Schemas["HealthState"];
export type Provider = Omit<Schemas["Provider"], "settings"> & { settings: Settings };

/** In settings a value sets and null clears; what is left out stays. */
export type ProviderChange = Omit<Schemas["ChangeProvider"], "settings"> & { settings?: Settings };
export type CreateProvider = Omit<Schemas["CreateProvider"], "settings"> & { settings?: Settings };

export type IncidentKind = Schemas["IncidentKind"];
export type Incident = Schemas["Incident"];

export type SenderKind = Schemas["SenderKind"];

export type Sender = Schemas["Sender"];
/** What is null stays; an id of all zeroes takes a group or a fallback away. */
export type SenderChange = Partial<Schemas["ChangeSender"]>;
export type CreateSender = Schemas["CreateSender"];

export type DncGroup = Schemas["DncGroup"];

export type EntryPoint = Schemas["EntryPoint"];

export type MessageDetails = Schemas["MessageDetails"];
export type MessagePart = Schemas["MessagePartDetails"];
export type StateChange = Schemas["MessageChange"];
export type WireEntry = Schemas["WireEntry"];
