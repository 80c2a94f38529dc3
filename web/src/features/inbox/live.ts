import { useQueryClient } from "@tanstack/react-query";
import { useLiveEvent } from "@/api/live";
import { inboxQuery } from "./api/inbox";

/** Which of this feature's answers each live event makes stale. */
export function useInboxLive() {
  const queryClient = useQueryClient();
  useLiveEvent("InboxChanged", () => void queryClient.invalidateQueries({ queryKey: inboxQuery.queryKey }));
  useLiveEvent("InteractionChanged", (id) => {
    // Also its messages: their key begins with the interaction's.
    void queryClient.invalidateQueries({ queryKey: ["interaction", id] });
    void queryClient.invalidateQueries({ queryKey: ["contact"] });
  });
}
