import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

/** What the server can connect to. It changes with the server's version only. */
export const providerKindsQuery = queryOptions({
  queryKey: ["providerKinds"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/provider-kinds", { signal }))).items,
  staleTime: Number.POSITIVE_INFINITY,
});
