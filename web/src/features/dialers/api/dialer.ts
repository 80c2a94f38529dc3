import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { dialersQuery } from "@/api/lists";
import type { DialerChange } from "@/api/operations-types";
import { normalizeSchedule } from "@/lib/schedule";

export const dialerQuery = (id: string) =>
  queryOptions({
    queryKey: ["dialer", id],
    queryFn: async ({ signal }) => {
      const dialer = await unwrap(api.GET("/api/v1/dialers/{id}", { params: { path: { id } }, signal }));
      return { ...dialer, schedule: normalizeSchedule(dialer.schedule) };
    },
  });

export function useCreateDialer() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: DialerChange & { name: string; senderId: string }) =>
      unwrap(api.POST("/api/v1/dialers", { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: dialersQuery.queryKey }),
  });
}

export function useChangeDialer(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: DialerChange) =>
      unwrap(api.PATCH("/api/v1/dialers/{id}", { params: { path: { id } }, body })),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ["dialer", id] }),
        queryClient.invalidateQueries({ queryKey: dialersQuery.queryKey }),
      ]),
  });
}
