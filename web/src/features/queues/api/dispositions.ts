import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

export const dispositionsQuery = (queueId: string) =>
  queryOptions({
    queryKey: ["queue", queueId, "dispositions"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/queues/{id}/dispositions", { params: { path: { id: queueId } }, signal })),
  });

export function useSetDispositions(queueId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (names: string[]) =>
      unwrap(
        api.PUT("/api/v1/queues/{id}/dispositions", { params: { path: { id: queueId } }, body: { names } }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["queue", queueId, "dispositions"] }),
  });
}
