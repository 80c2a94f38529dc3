import { useSyncExternalStore } from "react";

/**
 * The server's clock as this browser sees it. Offers and timers come with server times; a desk whose own
 * clock is minutes off must still show the right countdown. Date headers have whole seconds, so smaller
 * differences are noise and ignored.
 */
let offset = 0;

export function learnServerTime(dateHeader: string | null) {
  const server = dateHeader ? Date.parse(dateHeader) : Number.NaN;
  if (Number.isNaN(server)) return;
  const difference = server - Date.now();
  offset = Math.abs(difference) > 2000 ? difference : 0;
}

export function serverNow() {
  return Date.now() + offset;
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let second = Math.floor(serverNow() / 1000);

function subscribe(listener: () => void) {
  listeners.add(listener);
  // One interval serves every clock on the page; it stops when nobody looks.
  timer ??= setInterval(() => {
    const current = Math.floor(serverNow() / 1000);
    if (current === second) return;
    second = current;
    for (const tell of listeners) tell();
  }, 250);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Re-renders once a second with the server's time. */
export function useNow(): Date {
  const current = useSyncExternalStore(subscribe, () => {
    if (!timer) second = Math.floor(serverNow() / 1000);
    return second;
  });
  return new Date(current * 1000);
}
