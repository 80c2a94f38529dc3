import { useQueryClient } from "@tanstack/react-query";
import { useLiveEvent } from "@/api/live";

/**
 * A running dialer changes many times a second. An answer under way is let finish, or a busy dialer would
 * never show anything; the next question comes by itself.
 */
export function useDialersLive() {
  const queryClient = useQueryClient();
  useLiveEvent("DialerChanged", (id) => {
    void queryClient.invalidateQueries({ queryKey: ["dialer", id] }, { cancelRefetch: false });
  });
}
