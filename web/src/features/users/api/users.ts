import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { usersQuery } from "@/api/lists";
import type { CreateUser, UserChange } from "@/api/operations-types";

function useForgetUsers() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: usersQuery.queryKey }),
      queryClient.invalidateQueries({ queryKey: ["securityGroups"] }),
      queryClient.invalidateQueries({ queryKey: ["agents"] }),
    ]);
}

export function useCreateUser() {
  return useMutation({
    mutationFn: (body: CreateUser) => unwrap(api.POST("/api/v1/users", { body })),
    onSuccess: useForgetUsers(),
  });
}

export function useChangeUser() {
  return useMutation({
    mutationFn: ({ id, ...body }: UserChange & { id: string }) =>
      unwrap(api.PATCH("/api/v1/users/{id}", { params: { path: { id } }, body })),
    onSuccess: useForgetUsers(),
  });
}
