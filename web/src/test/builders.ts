import type { ContactRef, InboxItem, Interaction, Message, Offer, Session } from "@/api/types";

export function aSession(more: Partial<Session> = {}): Session {
  return {
    user: { id: "user-ana", name: "Ana Pérez", email: "ana@demo.example", language: "en" },
    businessUnit: { id: "unit", name: "Demo", country: "UY", timeZone: "America/Montevideo" },
    permissions: ["handleInteractions"],
    demo: true,
    ...more,
  };
}

let sequence = 0;
const next = (name: string) => `${name}-${++sequence}`;

export function aContact(more: Partial<ContactRef> = {}): ContactRef {
  return { id: next("contact"), number: "+59899123456", name: null, ...more };
}

export function anOffer(more: Partial<Offer> = {}): Offer {
  return {
    id: next("offer"),
    interactionId: next("interaction"),
    queue: { id: "queue-support", name: "support" },
    contact: aContact(),
    createdAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 20_000).toISOString(),
    preview: "Hola, ¿siguen abiertos?",
    ...more,
  };
}

export function anInboxItem(more: Partial<InboxItem> = {}): InboxItem {
  return {
    id: next("interaction"),
    state: "active",
    queue: { id: "queue-support", name: "support" },
    contact: aContact(),
    senderAddress: "+59829001000",
    lastMessage: { text: "Hola", direction: "in", at: "2026-05-20T12:00:00Z", state: "received" },
    unread: 0,
    waitingFor: "agent",
    queuedAt: "2026-05-20T11:58:00Z",
    acceptedAt: "2026-05-20T11:59:00Z",
    lastMessageAt: "2026-05-20T12:00:00Z",
    wrapUpUntil: null,
    ...more,
  };
}

export function aMessage(more: Partial<Message> = {}): Message {
  const out = more.direction === "out";
  return {
    id: next("message"),
    direction: "in",
    number: "+59899123456",
    senderId: "sender",
    intendedSenderId: null,
    providerId: null,
    dialerId: null,
    interactionId: "interaction",
    author: out
      ? { kind: "agent", id: "user-ana", name: "Ana Pérez" }
      : { kind: "contact", id: "contact", name: null },
    text: "Hola",
    content: null,
    parts: 1,
    encoding: "gsm7",
    state: out ? "queued" : "received",
    verdict: "allowed",
    failureCode: null,
    failureDetail: null,
    createdAt: "2026-05-20T12:00:00Z",
    stateChangedAt: "2026-05-20T12:00:00Z",
    clientId: null,
    ...more,
  };
}

export function anInteraction(more: Partial<Interaction> = {}): Interaction {
  return {
    id: "interaction",
    state: "active",
    queue: { id: "queue-support", name: "support" },
    contact: aContact(),
    sender: { id: "sender", address: "+59829001000", label: "Main line" },
    ownerId: "user-ana",
    queuedAt: "2026-05-20T11:58:00Z",
    acceptedAt: "2026-05-20T11:59:00Z",
    firstReplyAt: null,
    closedAt: null,
    closeReason: null,
    dispositionId: null,
    dispositionRequired: false,
    note: null,
    unread: 0,
    waitingFor: "agent",
    wrapUpUntil: null,
    maxCharacters: 918,
    ...more,
  };
}
