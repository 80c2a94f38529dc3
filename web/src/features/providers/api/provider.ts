import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { CreateProvider, ProviderChange } from "@/api/channels-types";
import { api, unwrap } from "@/api/client";
import { providersQuery } from "@/api/lists";

export const providerQuery = (id: string) =>
  queryOptions({
    queryKey: ["provider", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/providers/{id}", { params: { path: { id } }, signal })),
    refetchInterval: 15_000,
  });

function useRefresh() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: providersQuery.queryKey }),
      queryClient.invalidateQueries({ queryKey: ["provider"] }),
      queryClient.invalidateQueries({ queryKey: ["incidents"] }),
    ]);
}

export function useCreateProvider() {
  return useMutation({
    mutationFn: (body: CreateProvider) => unwrap(api.POST("/api/v1/providers", { body })),
    onSuccess: useRefresh(),
  });
}

export function useChangeProvider(id: string) {
  return useMutation({
    mutationFn: (body: ProviderChange) =>
      unwrap(api.PATCH("/api/v1/providers/{id}", { params: { path: { id } }, body })),
    onSuccess: useRefresh(),
  });
}

export function useDeleteProvider(id: string) {
  return useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/v1/providers/{id}", { params: { path: { id } } })),
    onSuccess: useRefresh(),
  });
}

/** Asks the carrier itself; a good answer also ends a pause. */
export function useTestProvider(id: string) {
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/providers/{id}/test", { params: { path: { id } } })),
    onSettled: useRefresh(),
  });
}

export function usePauseProvider(id: string) {
  return useMutation({
    mutationFn: (act: "pause" | "resume") => {
      const params = { path: { id } };
      return unwrap(
        act === "pause"
          ? api.POST("/api/v1/providers/{id}/pause", { params })
          : api.POST("/api/v1/providers/{id}/resume", { params }),
      );
    },
    onSuccess: useRefresh(),
  });
}
