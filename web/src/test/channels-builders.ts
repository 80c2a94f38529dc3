import type { MessageDetails, Provider, ProviderKind, Sender, SettingField } from "@/api/channels-types";
import { aMessage } from "./builders";

export function aField(more: Partial<SettingField> & { name: string }): SettingField {
  return {
    type: "text",
    label: more.name,
    help: null,
    required: false,
    default: null,
    options: [],
    least: null,
    most: null,
    advanced: false,
    ...more,
  };
}

export function aKind(fields: SettingField[], more: Partial<ProviderKind> = {}): ProviderKind {
  return {
    name: "acme",
    title: "Acme",
    summary: "A carrier made up for a test.",
    receivesWebhooks: false,
    listens: false,
    checks: true,
    hookTopics: [],
    fields,
    ...more,
  };
}

export function aProvider(more: Partial<Provider> = {}): Provider {
  return {
    id: "provider-1",
    name: "Acme",
    kind: "acme",
    isDefault: true,
    enabled: true,
    createdAt: "2026-05-20T12:00:00Z",
    settings: {},
    secretsSet: [],
    hookAddress: null,
    wireLogDays: 7,
    paused: null,
    health: {
      state: "healthy",
      link: null,
      sent: 10,
      failed: 0,
      throttled: 0,
      errorRate: 0,
      latencyMilliseconds: 40,
      balance: null,
      checkedAt: null,
      sentence: null,
    },
    ...more,
  };
}

export function aSender(more: Partial<Sender> = {}): Sender {
  return {
    id: "sender-1",
    providerId: "provider-1",
    kind: "longCode",
    address: "+59829001000",
    label: "Main line",
    enabled: true,
    inbound: true,
    mms: false,
    verified: true,
    verifiedAt: null,
    messagesPerSecond: 5,
    globalOutbound: false,
    dncListId: null,
    fallbackSenderId: null,
    fallbackProviderId: null,
    queueId: null,
    createdAt: "2026-05-20T12:00:00Z",
    ...more,
  };
}

export function someDetails(more: Partial<MessageDetails> = {}): MessageDetails {
  return {
    message: aMessage({ id: "message-1", direction: "out", text: "Hola", state: "delivered" }),
    providerName: "Acme",
    senderAddress: "+59829001000",
    attempts: 1,
    partDetails: [],
    history: [],
    ...more,
  };
}
