import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { CreateSender, SenderChange } from "@/api/channels-types";
import { api, unwrap } from "@/api/client";
import { queuesQuery, sendersQuery } from "@/api/lists";

export const dncGroupsQuery = queryOptions({
  queryKey: ["dncGroups"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/dnc/groups", { signal }))).items,
});

function useRefresh() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: sendersQuery.queryKey }),
      queryClient.invalidateQueries({ queryKey: queuesQuery.queryKey }),
    ]);
}

export function useCreateSender() {
  return useMutation({
    mutationFn: (body: CreateSender) => unwrap(api.POST("/api/v1/senders", { body })),
    onSuccess: useRefresh(),
  });
}

export function useChangeSender(id: string) {
  return useMutation({
    mutationFn: (body: SenderChange) =>
      unwrap(api.PATCH("/api/v1/senders/{id}", { params: { path: { id } }, body })),
    onSuccess: useRefresh(),
  });
}

export function useDeleteSender(id: string) {
  return useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/v1/senders/{id}", { params: { path: { id } } })),
    onSuccess: useRefresh(),
  });
}

export function useVerifySenders() {
  return useMutation({
    mutationFn: (body: { ids: string[]; verified: boolean }) =>
      unwrap(api.POST("/api/v1/senders/verify", { body })),
    onSuccess: useRefresh(),
  });
}

export function useCreateDncGroup() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => unwrap(api.POST("/api/v1/dnc/groups", { body: { name } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: dncGroupsQuery.queryKey }),
  });
}
