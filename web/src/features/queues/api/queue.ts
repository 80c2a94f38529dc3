import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queuesQuery } from "@/api/lists";
import type { QueueChange } from "@/api/operations-types";
import { normalizeSchedule } from "@/lib/schedule";

export const queueQuery = (id: string) =>
  queryOptions({
    queryKey: ["queue", id],
    queryFn: async ({ signal }) => {
      const queue = await unwrap(api.GET("/api/v1/queues/{id}", { params: { path: { id } }, signal }));
      return { ...queue, schedule: normalizeSchedule(queue.schedule) };
    },
  });

export function useCreateQueue() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string }) => unwrap(api.POST("/api/v1/queues", { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queuesQuery.queryKey }),
  });
}

export function useChangeQueue(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: QueueChange) =>
      unwrap(api.PATCH("/api/v1/queues/{id}", { params: { path: { id } }, body })),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ["queue", id] }),
        queryClient.invalidateQueries({ queryKey: queuesQuery.queryKey }),
      ]),
  });
}
