import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { threadQuery } from "./thread";

export interface Reply {
  interactionId: string;
  text: string;
  /** Made by the browser; the server keeps one message per id, so sending it again is always safe. */
  clientId: string;
}

export function useSendReply() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ interactionId, text, clientId }: Reply) =>
      unwrap(
        api.POST("/api/v1/interactions/{id}/messages", {
          params: { path: { id: interactionId } },
          body: { text, clientId },
        }),
      ),
    onSuccess: (_, { interactionId }) =>
      queryClient.invalidateQueries({ queryKey: threadQuery(interactionId).queryKey }),
  });
}
