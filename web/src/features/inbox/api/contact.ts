import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { inboxQuery } from "./inbox";

/** Every message with a contact over every sender, newest first. */
export const contactHistoryQuery = (contactId: string) =>
  infiniteQueryOptions({
    queryKey: ["contact", contactId, "messages"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/v1/contacts/{id}/messages", {
          params: { path: { id: contactId }, query: { before: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });

export function useRenameContact(contactId: string, interactionId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(api.PATCH("/api/v1/contacts/{id}", { params: { path: { id: contactId } }, body: { name } })),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: inboxQuery.queryKey }),
        queryClient.invalidateQueries({ queryKey: ["interaction", interactionId], exact: true }),
      ]),
  });
}
