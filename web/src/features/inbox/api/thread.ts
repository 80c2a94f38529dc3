import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

const pageSize = 50;

/** The whole thread with the contact over this sender, newest page first; each further page is older. */
export const threadQuery = (interactionId: string) =>
  infiniteQueryOptions({
    queryKey: ["interaction", interactionId, "messages"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/v1/interactions/{id}/messages", {
          params: { path: { id: interactionId }, query: { before: pageParam, limit: pageSize } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
