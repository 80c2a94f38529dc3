import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";

/**
 * Short lists that several pages choose from. A centre has tens of each, seldom hundreds: one page of the
 * server's largest size is the whole list.
 */
const query = { limit: 500 };

export const sendersQuery = queryOptions({
  queryKey: ["senders"],
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/api/v1/senders", { params: { query }, signal }))).items,
});

export const providersQuery = queryOptions({
  queryKey: ["providers"],
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/api/v1/providers", { params: { query }, signal }))).items,
});

export const dialersQuery = queryOptions({
  queryKey: ["dialers"],
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/api/v1/dialers", { params: { query }, signal }))).items,
});

export const queuesQuery = queryOptions({
  queryKey: ["queues"],
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/api/v1/queues", { params: { query }, signal }))).items,
});

export const usersQuery = queryOptions({
  queryKey: ["users"],
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/api/v1/users", { params: { query }, signal }))).items,
});

/** Everybody who may be offered work, for those who see agents but not accounts. */
export const agentsQuery = queryOptions({
  queryKey: ["agents"],
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/api/v1/agents", { params: { query }, signal }))).items,
});
