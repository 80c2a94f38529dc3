import { privatePrefix, readStored, useStored, writeStored } from "@/lib/storage";

/**
 * Replies the server has not confirmed. Kept in the browser's storage so that a reload in a bad moment loses
 * nothing; the clientId makes sending one again harmless.
 */
export interface Unsent {
  clientId: string;
  text: string;
  /** When it was last handed to the network. */
  at: string;
  /** True once the server took it; it stays until the thread shows it. */
  accepted?: boolean;
  /** Why the server refused it, in its own sentence. */
  refusal?: string;
  /** True when no answer came at all. */
  unanswered?: boolean;
}

const keyOf = (userId: string, interactionId: string) => `${privatePrefix}unsent.${userId}.${interactionId}`;

function parse(stored: string | null): Unsent[] {
  if (!stored) return [];
  try {
    const value: unknown = JSON.parse(stored);
    return Array.isArray(value) ? (value as Unsent[]) : [];
  } catch {
    return [];
  }
}

export function useUnsent(userId: string, interactionId: string) {
  const key = keyOf(userId, interactionId);
  const [stored] = useStored(key);
  return {
    unsent: parse(stored),
    /** Adds or replaces by clientId, reading what is stored now: an answer may come after a re-render. */
    put: (item: Unsent) => save(key, [...without(key, [item.clientId]), item]),
    drop: (clientIds: readonly string[]) => save(key, without(key, clientIds)),
  };
}

function without(key: string, clientIds: readonly string[]) {
  return parse(readStored(key)).filter(({ clientId }) => !clientIds.includes(clientId));
}

function save(key: string, items: readonly Unsent[]) {
  writeStored(key, items.length > 0 ? JSON.stringify(items) : null);
}

const patience = 30_000;

/** Left in flight by a tab that closed or a network that swallowed it: nobody is waiting for its answer any more. */
export function isAbandoned(item: Unsent, now: number) {
  return !item.accepted && !item.refusal && !item.unanswered && now - Date.parse(item.at) > patience;
}
