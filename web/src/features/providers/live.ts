import { useQueryClient } from "@tanstack/react-query";
import { providersQuery } from "@/api/lists";
import { useLiveEvent } from "@/api/live";

export function useProvidersLive() {
  const queryClient = useQueryClient();
  useLiveEvent("ProvidersChanged", () => {
    for (const queryKey of [providersQuery.queryKey, ["provider"], ["incidents"]]) {
      void queryClient.invalidateQueries({ queryKey }, { cancelRefetch: false });
    }
  });
}
