import { privatePrefix, useStored } from "./storage";

/** Unsent text per conversation (UX 13): it survives a switch, a reload and a lost connection. */
const start = (userId: string) => `${privatePrefix}draft.${userId}.`;

export function useDraft(userId: string, conversationId: string): [string, (text: string) => void] {
  const [value, set] = useStored(start(userId) + conversationId);
  return [value ?? "", (text) => set(text === "" ? null : text)];
}
