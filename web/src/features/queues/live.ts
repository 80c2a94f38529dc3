import { useQueryClient } from "@tanstack/react-query";
import { queuesQuery } from "@/api/lists";
import { useLiveEvent } from "@/api/live";

export function useQueuesLive() {
  const queryClient = useQueryClient();
  useLiveEvent("QueueChanged", (id) => {
    void queryClient.invalidateQueries({ queryKey: queuesQuery.queryKey }, { cancelRefetch: false });
    void queryClient.invalidateQueries({ queryKey: ["queue", id] }, { cancelRefetch: false });
  });
  useLiveEvent("AgentChanged", () => {
    void queryClient.invalidateQueries({ queryKey: ["agents"] }, { cancelRefetch: false });
  });
}
