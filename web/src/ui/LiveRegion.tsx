import { useSyncExternalStore } from "react";

/**
 * What screen readers are told. One polite and one assertive region live in the page for good, because a
 * region added together with its text is often not read.
 */
interface Spoken {
  polite: string;
  assertive: string;
}

let spoken: Spoken = { polite: "", assertive: "" };
const listeners = new Set<() => void>();

export function announce(text: string, urgency: keyof Spoken = "polite") {
  // The same words twice must change the text, or the second is not read: alternate a trailing space.
  const next = spoken[urgency] === text ? `${text}\u00a0` : text;
  spoken = { ...spoken, [urgency]: next };
  for (const tell of listeners) tell();
}

export function LiveRegion() {
  const { polite, assertive } = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => spoken,
  );
  return (
    <div className="sr-only">
      <div role="status" aria-live="polite">
        {polite}
      </div>
      <div role="alert" aria-live="assertive">
        {assertive}
      </div>
    </div>
  );
}
