import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { ApiScope } from "@/api/operations-types";

export const apiKeysQuery = queryOptions({
  queryKey: ["apiKeys"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/api-keys", { signal }))).items,
});

export function useCreateApiKey() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; scopes: ApiScope[]; expiresAt?: string }) =>
      unwrap(api.POST("/api/v1/api-keys", { body })),
    // The answer holds the secret: it is shown once and must not stay in memory after its dialog.
    gcTime: 0,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  });
}

export function useRevokeApiKey() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE("/api/v1/api-keys/{id}", { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  });
}
