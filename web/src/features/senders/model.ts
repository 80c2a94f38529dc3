import type { CreateSender, Sender, SenderChange, SenderKind } from "@/api/channels-types";

export const senderKinds = [
  "longCode",
  "shortCode",
  "tollFree",
  "alphanumeric",
  "whatsApp",
] as const satisfies readonly SenderKind[];

export interface SenderValues {
  kind: SenderKind;
  address: string;
  label: string;
  providerId: string | null;
  enabled: boolean;
  messagesPerSecond: number | string;
  inbound: boolean;
  mms: boolean;
  verified: boolean;
  globalOutbound: boolean;
  dncListId: string | null;
  fallbackSenderId: string | null;
  fallbackProviderId: string | null;
}

/** A new one sends at the pace of a long code and receives. */
export function valuesOf(sender: Sender | undefined, defaultProvider: string | null): SenderValues {
  return {
    kind: sender?.kind ?? "longCode",
    address: sender?.address ?? "",
    label: sender?.label ?? "",
    providerId: sender?.providerId ?? defaultProvider,
    enabled: sender?.enabled ?? true,
    messagesPerSecond: sender?.messagesPerSecond ?? 5,
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

export function toCreate(values: SenderValues): CreateSender {
  const { providerId, messagesPerSecond, ...rest } = values;
  return {
    ...rest,
    ...(providerId ? { providerId } : {}),
    inbound: values.inbound && canReceive(values.kind),
    messagesPerSecond: Number(messagesPerSecond),
  };
}

/** Only what differs: what is null then is meant to be cleared. */
export function toChange(before: SenderValues, after: SenderValues): SenderChange {
  const { kind: _kind, address: _address, ...changed } = toCreate(after);
  const { kind: _k, address: _a, ...stored } = toCreate(before);
  return Object.fromEntries(
    Object.entries(changed).filter(([name, value]) => value !== stored[name as keyof typeof stored]),
  );
}
