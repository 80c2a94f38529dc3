import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

/** Everything on the agent's desk: offers and interactions. */
export const inboxQuery = queryOptions({
  queryKey: ["inbox"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/agents/me/inbox", { signal })),
});
