import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

export const handsetsQuery = queryOptions({
  queryKey: ["handsets"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/simulator/handsets", { signal }))).items,
});

/** What the phone shows, oldest first. The server tells newest first. */
export const handsetMessagesQuery = (number: string) =>
  queryOptions({
    queryKey: ["handset", number],
    queryFn: async ({ signal }) => {
      const params = { path: { number } };
      const { items } = await unwrap(
        api.GET("/api/v1/simulator/handsets/{number}/messages", { params, signal }),
      );
      return items.toReversed();
    },
    refetchInterval: 10_000,
  });

export function useSendFromHandset(number: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { to: string; text: string }) =>
      unwrap(
        api.POST("/api/v1/simulator/handsets/{number}/messages", { params: { path: { number } }, body }),
      ),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ["handset", number] }),
        queryClient.invalidateQueries({ queryKey: handsetsQuery.queryKey }),
      ]),
  });
}
