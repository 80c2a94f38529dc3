import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { inboxQuery } from "./inbox";

export const dispositionsQuery = (queueId: string) =>
  queryOptions({
    queryKey: ["queue", queueId, "dispositions"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/queues/{id}/dispositions", { params: { path: { id: queueId } }, signal })),
    staleTime: 5 * 60_000,
  });

export function useCloseInteraction(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { dispositionId?: string; note?: string }) =>
      unwrap(api.POST("/api/v1/interactions/{id}/close", { params: { path: { id } }, body })),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: inboxQuery.queryKey }),
        queryClient.invalidateQueries({ queryKey: ["interaction", id] }),
        queryClient.invalidateQueries({ queryKey: ["agent"] }),
      ]),
  });
}
