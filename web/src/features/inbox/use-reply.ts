import { useEffect } from "react";
import { toApiError } from "@/api/problem";
import { useSession } from "@/api/session";
import type { Message } from "@/api/types";
import { newId } from "@/lib/id";
import { useSendReply } from "./api/send-message";
import { type Unsent, useUnsent } from "./unsent";

/** Sending as the agent sees it: a bubble at once, then the server's word on it, or an honest failure. */
export function useReply(interactionId: string, confirmed: readonly Message[]) {
  const { user } = useSession();
  const { unsent, put, drop } = useUnsent(user.id, interactionId);
  const { mutateAsync } = useSendReply();

  const arrived = unsent.filter((item) => confirmed.some(({ clientId }) => clientId === item.clientId));
  const arrivedIds = arrived.map(({ clientId }) => clientId).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids say all; drop writes to storage by key
  useEffect(() => {
    if (arrivedIds) drop(arrivedIds.split(" "));
  }, [arrivedIds]);

  async function transmit(text: string, clientId: string) {
    const item: Unsent = { clientId, text, at: new Date().toISOString() };
    put(item);
    try {
      await mutateAsync({ interactionId, text, clientId });
      put({ ...item, accepted: true });
    } catch (failure) {
      const { status, problem, message } = toApiError(failure);
      const refused = status >= 400 && status < 500;
      put(refused ? { ...item, refusal: problem.detail ?? message } : { ...item, unanswered: true });
    }
  }

  return {
    unsent,
    send: (text: string) => transmit(text, newId()),
    retry: (item: Unsent) => transmit(item.text, item.clientId),
    discard: (item: Unsent) => drop([item.clientId]),
  };
}
