import type {
  HealthState,
  IncidentKind,
  Provider,
  ProviderKind,
  SettingField,
  SettingValue,
} from "@/api/channels-types";
import type { Tone } from "@/ui/StatusBadge";

/**
 * What a field of the form holds. Text and choices hold text, empty for "not given"; a secret that is stored already
 * holds null while it stays, and text once it is replaced, empty to take it away.
 */
export type FieldValue = string | number | boolean | null;
export type FieldValues = Record<string, FieldValue>;

/** What the form begins with: what is stored, else what holds when nothing is. */
export function valuesOf(kind: ProviderKind, provider?: Provider): FieldValues {
  return Object.fromEntries(
    kind.fields.map((field) => [
      field.name,
      begin(field, provider?.settings[field.name] ?? undefined, provider),
    ]),
  );
}

function begin(field: SettingField, stored: SettingValue | undefined, provider?: Provider): FieldValue {
  if (field.type === "secret") return provider?.secretsSet.includes(field.name) ? null : "";
  const value = stored ?? field.default ?? "";
  if (field.type === "boolean") return String(value) === "true";
  if (field.type === "number") return value === "" ? "" : Number(value);
  return String(value);
}

/** What to send: on creation all that was given, on a change only what differs. Null clears. */
export function settingsToSend(
  kind: ProviderKind,
  before: FieldValues,
  after: FieldValues,
  creating: boolean,
) {
  const settings: Record<string, SettingValue | null> = {};
  for (const { name, type } of kind.fields) {
    const value = after[name];
    if (value === undefined || (type === "secret" && value === null)) continue;
    if (!creating && value === before[name]) continue;
    const cleared = value === "" || value === null;
    if (creating && cleared) continue;
    settings[name] = cleared ? null : value;
  }
  return settings;
}

export function isMissing(field: SettingField, value: FieldValue | undefined) {
  return field.required && (value === undefined || value === "");
}

/** Where a carrier tells us of things, one address for each kind of thing. */
export function hookAddresses({ hookAddress }: Provider, kind: ProviderKind) {
  if (!hookAddress) return [];
  const topics = kind.hookTopics.length > 0 ? kind.hookTopics : [""];
  return topics.map((topic) => ({ topic, address: topic ? `${hookAddress}/${topic}` : hookAddress }));
}

export type Condition = HealthState | "disabled";

/** How a provider is doing, the strongest reason first. */
export function conditionOf({
  enabled,
  paused,
  health,
}: Pick<Provider, "enabled" | "paused" | "health">): Condition {
  if (!enabled) return "disabled";
  return paused ? "paused" : health.state;
}

export const conditionTone: Record<Condition, Tone> = {
  healthy: "good",
  degraded: "attention",
  down: "bad",
  paused: "attention",
  unknown: "off",
  disabled: "off",
};

export const incidentTone: Record<IncidentKind, Tone> = {
  disconnected: "bad",
  accountStop: "bad",
  errorRate: "bad",
  hookRefused: "attention",
  throttled: "attention",
  slow: "attention",
};
