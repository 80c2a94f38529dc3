import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

/** A message on its way changes within seconds; one that arrived does not. */
export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: ["message", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/messages/{id}", { params: { path: { id } }, signal })),
    refetchInterval: 5000,
  });

export const wireQuery = (id: string) =>
  queryOptions({
    queryKey: ["message", id, "wire"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/messages/{id}/wire", { params: { path: { id } }, signal })),
    refetchInterval: 5000,
  });
