import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Inbox } from "@/api/types";
import { inboxQuery } from "./inbox";

/** Tells the server the agent has seen the thread. The badge goes at once and returns if the server disagrees. */
export function useMarkRead() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(api.POST("/api/v1/interactions/{id}/read", { params: { path: { id } } })),
    onMutate: (id) =>
      queryClient.setQueryData(
        inboxQuery.queryKey,
        (inbox: Inbox | undefined) =>
          inbox && {
            ...inbox,
            interactions: inbox.interactions.map((item) => (item.id === id ? { ...item, unread: 0 } : item)),
          },
      ),
    onSettled: (_, __, id) =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: inboxQuery.queryKey }),
        queryClient.invalidateQueries({ queryKey: ["interaction", id], exact: true }),
      ]),
  });
}
