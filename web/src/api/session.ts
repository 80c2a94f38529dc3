import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "./client";
import type { Permission } from "./permissions";
import { ApiError } from "./problem";
import type { Session } from "./types";

/** Who is signed in, or null. Everything that depends on permissions reads this one query. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await unwrap(api.GET("/api/v1/session", { signal }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

export function signIn(body: { email: string; password: string }) {
  return unwrap(api.POST("/api/v1/session", { body }));
}

export function signOut() {
  return unwrap(api.DELETE("/api/v1/session"));
}

/** The signed-in session. Only for components below the guarded routes, where there always is one. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error("useSession outside of the signed-in part of the app");
  return data;
}

export function can(session: Session, permission: Permission) {
  return session.permissions.includes(permission);
}
