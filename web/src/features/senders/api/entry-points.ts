import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { EntryPoint } from "@/api/channels-types";
import { api, unwrap } from "@/api/client";
import { queuesQuery, sendersQuery } from "@/api/lists";

export const entryPointsQuery = queryOptions({
  queryKey: ["entryPoints"],
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/api/v1/entry-points", { params: { query: { limit: 500 } }, signal }))).items,
});

function useRefresh() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [entryPointsQuery.queryKey, sendersQuery.queryKey, queuesQuery.queryKey].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
}

/** Makes one, or changes the one of that id. */
export function useSaveEntryPoint(id: string | undefined) {
  return useMutation({
    mutationFn: (body: Omit<EntryPoint, "id">) =>
      unwrap(
        id
          ? api.PATCH("/api/v1/entry-points/{id}", { params: { path: { id } }, body })
          : api.POST("/api/v1/entry-points", { body }),
      ),
    onSuccess: useRefresh(),
  });
}

export function useDeleteEntryPoint() {
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE("/api/v1/entry-points/{id}", { params: { path: { id } } })),
    onSuccess: useRefresh(),
  });
}
