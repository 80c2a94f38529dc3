import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { usersQuery } from "@/api/lists";
import type { SecurityGroup } from "@/api/operations-types";

export const groupsQuery = queryOptions({
  queryKey: ["securityGroups"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/security-groups", { signal }))).items,
});

function useForgetGroups() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: groupsQuery.queryKey }),
      queryClient.invalidateQueries({ queryKey: usersQuery.queryKey }),
    ]);
}

export function useSaveGroup() {
  return useMutation({
    mutationFn: ({ id, ...body }: Omit<SecurityGroup, "id"> & { id?: string }) =>
      unwrap(
        id
          ? api.PATCH("/api/v1/security-groups/{id}", { params: { path: { id } }, body })
          : api.POST("/api/v1/security-groups", { body }),
      ),
    onSuccess: useForgetGroups(),
  });
}

export function useDeleteGroup() {
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(api.DELETE("/api/v1/security-groups/{id}", { params: { path: { id } } })),
    onSuccess: useForgetGroups(),
  });
}
