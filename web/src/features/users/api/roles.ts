import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Role } from "@/api/operations-types";

export const rolesQuery = queryOptions({
  queryKey: ["roles"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/roles", { signal }))).items,
});

/** Creates a role, or changes the one of that id. */
export function useSaveRole() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: Omit<Role, "id"> & { id?: string }) =>
      unwrap(
        id
          ? api.PATCH("/api/v1/roles/{id}", { params: { path: { id } }, body })
          : api.POST("/api/v1/roles", { body }),
      ),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: rolesQuery.queryKey }),
        queryClient.invalidateQueries({ queryKey: ["session"] }),
      ]),
  });
}
