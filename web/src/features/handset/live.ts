import { useQueryClient } from "@tanstack/react-query";
import { useLiveEvent, useWatch } from "@/api/live";

/** Messages reach the phone on screen as they would a real one. */
export function useHandsetLive(number: string | undefined) {
  const queryClient = useQueryClient();
  useWatch("Handset", number);
  useLiveEvent("HandsetChanged", (changed) => {
    void queryClient.invalidateQueries({ queryKey: ["handset", changed] }, { cancelRefetch: false });
  });
}
