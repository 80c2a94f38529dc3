import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { threadQuery } from "./thread";

/** Asks for a new attempt of a reply that failed. */
export function useRetryMessage(interactionId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (messageId: string) =>
      unwrap(
        api.POST("/api/v1/interactions/{id}/retry/{messageId}", {
          params: { path: { id: interactionId, messageId } },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: threadQuery(interactionId).queryKey }),
  });
}
