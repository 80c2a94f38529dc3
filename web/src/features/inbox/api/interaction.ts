import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

export const interactionQuery = (id: string) =>
  queryOptions({
    queryKey: ["interaction", id],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/interactions/{id}", { params: { path: { id } }, signal })),
  });
