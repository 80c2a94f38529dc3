import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queuesQuery } from "@/api/lists";

export const membersQuery = (queueId: string) =>
  queryOptions({
    queryKey: ["queue", queueId, "members"],
    queryFn: async ({ signal }) => {
      const params = { path: { id: queueId } };
      return (await unwrap(api.GET("/api/v1/queues/{id}/members", { params, signal }))).items;
    },
  });

function useForgetMembers() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ["queue"] }),
      queryClient.invalidateQueries({ queryKey: queuesQuery.queryKey }),
    ]);
}

export function useSetMembers(queueId: string) {
  return useMutation({
    mutationFn: (userIds: string[]) =>
      unwrap(
        api.PUT("/api/v1/queues/{id}/members", { params: { path: { id: queueId } }, body: { userIds } }),
      ),
    onSuccess: useForgetMembers(),
  });
}

/** Several agents into or out of several queues in one go (B12). */
export function useChangeMembers() {
  return useMutation({
    mutationFn: (body: { queueIds: string[]; userIds: string[]; action: "add" | "remove" }) =>
      unwrap(api.POST("/api/v1/queues/members", { body })),
    onSuccess: useForgetMembers(),
  });
}
