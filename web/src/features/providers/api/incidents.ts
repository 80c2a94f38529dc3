import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

/** What is wrong now. A centre has a handful of providers, so a page of them is all. */
export const openIncidentsQuery = queryOptions({
  queryKey: ["incidents", "open"],
  queryFn: async ({ signal }) => {
    const query = { open: true, limit: 100 };
    return (await unwrap(api.GET("/api/v1/incidents", { params: { query }, signal }))).items;
  },
  refetchInterval: 60_000,
});

export const incidentsQuery = (open: boolean | undefined) =>
  infiniteQueryOptions({
    queryKey: ["incidents", "list", open ?? "all"],
    queryFn: ({ pageParam, signal }) => {
      const query = { open, after: pageParam, limit: 50 };
      return unwrap(api.GET("/api/v1/incidents", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
