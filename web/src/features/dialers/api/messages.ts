import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { MessageState } from "@/api/types";

const pageSize = 50;

export const dialerMessagesQuery = (dialerId: string, state: MessageState | undefined) =>
  infiniteQueryOptions({
    queryKey: ["dialer", dialerId, "messages", state ?? "all"],
    queryFn: ({ pageParam, signal }) => {
      const query = { dialerId, state, after: pageParam, limit: pageSize };
      return unwrap(api.GET("/api/v1/messages", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** One message through the dialer: its sender, its hours, its do-not-contact list. */
export function useSendSingle(dialerId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ to, text, key }: { to: string; text: string; key: string }) =>
      unwrap(
        api.POST("/api/v1/messages", {
          params: { header: { "Idempotency-Key": key } },
          body: { to, text, dialerId },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["dialer", dialerId] }),
  });
}
