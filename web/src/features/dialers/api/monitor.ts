import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

/** Events tell when to ask; asking now and then anyway is what lets a tile know that it has gone stale. */
const askEvery = 5000;

export const monitorQuery = (id: string) =>
  queryOptions({
    queryKey: ["dialer", id, "monitor"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/dialers/{id}/monitor", { params: { path: { id } }, signal })),
    refetchInterval: askEvery,
    staleTime: 2000,
  });

/** Starts or stops, and shows what the server then says, not what was hoped for. */
export function useRunDialer(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (act: "start" | "stop") => {
      const params = { path: { id } };
      return unwrap(
        act === "start"
          ? api.POST("/api/v1/dialers/{id}/start", { params })
          : api.POST("/api/v1/dialers/{id}/stop", { params }),
      );
    },
    onSuccess: (monitor) => {
      queryClient.setQueryData(monitorQuery(id).queryKey, monitor);
      void queryClient.invalidateQueries({ queryKey: ["dialer", id], exact: true });
    },
    onError: () => queryClient.invalidateQueries({ queryKey: ["dialer", id] }),
  });
}

export function useDeleteUnprocessed(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/v1/dialers/{id}/unprocessed", { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["dialer", id] }),
  });
}
