import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

/** What is still missing before a text reaches an agent, as the server finds it. */
export const setupQuery = queryOptions({
  queryKey: ["setup"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/setup", { signal }))).steps,
  refetchOnMount: "always",
});
