import type { CreateSender, Sender, SenderChange, SenderKind } from "@/api/channels-types";

export const senderKinds = [
  "longCode",
  "shortCode",
  "tollFree",
  "alphanumeric",
  "whatsApp",
] as const satisfies readonly SenderKind[];

/** Messages per second that carriers usually allow a kind; what holds when none is given. */
export const usualPace: Record<SenderKind, number> = {
  longCode: 5,
  shortCode: 100,
  tollFree: 3,
  alphanumeric: 10,
  whatsApp: 80,
};

export interface SenderValues {
  kind: SenderKind;
  /** Whose plan a national number or a short code is of. */
  country: string;
  address: string;
  label: string;
  providerId: string | null;
  enabled: boolean;
  /** Empty for the usual. */
  messagesPerSecond: number | string;
  inbound: boolean;
  mms: boolean;
  verified: boolean;
  globalOutbound: boolean;
  dncListId: string | null;
  fallbackSenderId: string | null;
  fallbackProviderId: string | null;
}

export function valuesOf(
  sender: Sender | undefined,
  defaults: { provider: string | null; country: string },
): SenderValues {
  return {
    kind: sender?.kind ?? "longCode",
    country: defaults.country,
    address: sender?.address ?? "",
    label: sender?.label ?? "",
    providerId: sender?.providerId ?? defaults.provider,
    enabled: sender?.enabled ?? true,
    messagesPerSecond: sender?.messagesPerSecond ?? "",
    inbound: sender?.inbound ?? true,
    mms: sender?.mms ?? false,
    verified: sender?.verified ?? true,
    globalOutbound: sender?.globalOutbound ?? false,
    dncListId: sender?.dncListId ?? null,
    fallbackSenderId: sender?.fallbackSenderId ?? null,
    fallbackProviderId: sender?.fallbackProviderId ?? null,
  };
}

/** A name cannot be answered; what it could not be is not said. */
export const canReceive = (kind: SenderKind) => kind !== "alphanumeric";

export function toCreate({ country, messagesPerSecond, ...values }: SenderValues): CreateSender {
  return {
    ...values,
    ...(values.kind === "alphanumeric" ? {} : { country }),
    ...(messagesPerSecond === "" ? {} : { messagesPerSecond: Number(messagesPerSecond) }),
    inbound: values.inbound && canReceive(values.kind),
  };
}

/** Takes a group or a fallback away: what is null stays. */
export const noId = "00000000-0000-0000-0000-000000000000";

/** Only what differs. Kind and address stay for good. */
export function toChange(before: SenderValues, after: SenderValues): SenderChange {
  const { kind: _kind, address: _address, country: _country, ...changed } = toCreate(after);
  return Object.fromEntries(
    Object.entries(changed)
      .filter(([name, value]) => value !== before[name as keyof SenderValues])
      .map(([name, value]) => [name, value ?? noId]),
  );
}
