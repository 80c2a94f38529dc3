import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { onSignedOut } from "@/api/client";
import { live } from "@/api/live";
import { sessionQuery, signOut } from "@/api/session";
import { clearPrivate } from "@/lib/storage";

/** Ends the session and leaves nothing of it in this browser: drafts hold customers' words. */
export function useSignOut() {
  const queryClient = useQueryClient();
  const router = useRouter();
  return useCallback(async () => {
    await signOut();
    clearPrivate();
    queryClient.clear();
    queryClient.setQueryData(sessionQuery.queryKey, null);
    await router.navigate({ to: "/sign-in" });
  }, [queryClient, router]);
}

/** When the server forgets us meanwhile, asks for a sign-in and comes back to the same URL; drafts stay. */
export function useSignedOut() {
  const queryClient = useQueryClient();
  const router = useRouter();
  useEffect(() => {
    function leave() {
      queryClient.setQueryData(sessionQuery.queryKey, null);
      void router.navigate({
        to: "/sign-in",
        search: { from: router.state.location.href, ended: true },
        replace: true,
      });
    }
    const offHttp = onSignedOut(leave);
    const offHub = live.on("SignedOut", leave);
    return () => {
      offHttp();
      offHub();
    };
  }, [queryClient, router]);
}
