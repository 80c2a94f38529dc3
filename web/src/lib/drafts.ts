import { storedKeys, useStored, useStoredKeys, writeStored } from "./storage";

/**
 * Unsent text per conversation (UX 13). The user's id is part of the key: on a shared desk one agent's draft
 * must never greet the next. Signing out clears them all.
 */
const prefix = "chasqui.draft.";

const keyOf = (userId: string, conversationId: string) => `${prefix}${userId}.${conversationId}`;

export function useDraft(userId: string, conversationId: string): [string, (text: string) => void] {
  const [value, set] = useStored(keyOf(userId, conversationId));
  return [value ?? "", (text) => set(text === "" ? null : text)];
}

/** Conversations of this user that hold a draft. */
export function useDraftIds(userId: string): ReadonlySet<string> {
  const start = `${prefix}${userId}.`;
  return new Set(useStoredKeys(start).map((key) => key.slice(start.length)));
}

export function clearDrafts() {
  for (const key of storedKeys(prefix)) writeStored(key, null);
}
