import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { useMarkRead } from "./api/mark-read";

function subscribe(listener: () => void) {
  const events = ["focus", "blur"] as const;
  for (const event of events) window.addEventListener(event, listener);
  document.addEventListener("visibilitychange", listener);
  return () => {
    for (const event of events) window.removeEventListener(event, listener);
    document.removeEventListener("visibilitychange", listener);
  };
}

const isLookedAt = () => document.visibilityState === "visible" && document.hasFocus();

/** Marks the thread read only while it is shown in a focused tab and its newest message is in view (UX 3). */
export function useSeen(interactionId: string, unread: number, newestInView: boolean) {
  const lookedAt = useSyncExternalStore(subscribe, isLookedAt);
  const { mutate } = useMarkRead();
  const mark = useEffectEvent(() => mutate(interactionId));
  const due = unread > 0 && lookedAt && newestInView;
  useEffect(() => {
    if (due) mark();
  }, [due]);
}
