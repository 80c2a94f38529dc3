import { useSyncExternalStore } from "react";

/**
 * Small values kept in this browser. Every access may throw (private windows, full disks), and losing a
 * preference must never break the page, so failures read as "nothing stored".
 */
const listeners = new Set<() => void>();

export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function writeStored(key: string, value: string | null) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    return;
  }
  for (const tell of listeners) tell();
}

export function storedKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** A stored value that follows changes made here and in other tabs. */
export function useStored(key: string): [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(subscribe, () => readStored(key));
  return [value, (next) => writeStored(key, next)];
}

/**
 * What this browser keeps of customers' words begins with this. Keys also carry the user's id: on a shared desk
 * one agent's text must never greet the next. Signing out clears them all.
 */
export const privatePrefix = "chasqui.private.";

export function clearPrivate() {
  for (const key of storedKeys(privatePrefix)) writeStored(key, null);
}
