import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Behaviour } from "@/api/operations-types";

export const behaviourQuery = queryOptions({
  queryKey: ["simulatorBehaviour"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/simulator/behaviour", { signal })),
});

export function useSetBehaviour() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Behaviour) => unwrap(api.PUT("/api/v1/simulator/behaviour", { body })),
    onSuccess: (behaviour) => queryClient.setQueryData(behaviourQuery.queryKey, behaviour),
  });
}
