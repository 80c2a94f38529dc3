import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { DncEntry } from "@/api/operations-types";

const pageSize = 100;

export const dncQuery = (number: string) =>
  infiniteQueryOptions({
    queryKey: ["dnc", number],
    queryFn: ({ pageParam, signal }) => {
      const query = { number: number || undefined, after: pageParam, limit: pageSize };
      return unwrap(api.GET("/api/v1/dnc", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export function useAddDnc() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { number: string; dialerId?: string }) => unwrap(api.POST("/api/v1/dnc", { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["dnc"] }),
  });
}

export function useRemoveDnc() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ number, list }: DncEntry) =>
      unwrap(
        api.DELETE("/api/v1/dnc/{number}", {
          params: { path: { number }, query: { listId: list.id } },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["dnc"] }),
  });
}
