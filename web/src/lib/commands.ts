import type { TablerIcon } from "@tabler/icons-react";
import { useEffect, useSyncExternalStore } from "react";

/** Commands that another room may want to show as a button of its own. */
export const commandIds = { becomeFree: "become-free" } as const;

/** One thing a person can do, shared by menus, the palette and the keyboard. */
export interface Command {
  id: string;
  name: string;
  group: string;
  icon: TablerIcon;
  /** As read by parseShortcut. */
  shortcut?: string;
  /** Other words people may type for it. */
  keywords?: string[];
  run: () => void;
}

let sources: readonly (readonly Command[])[] = [];
let all: readonly Command[] = [];
const listeners = new Set<() => void>();

function publish(next: readonly (readonly Command[])[]) {
  sources = next;
  all = sources.flat();
  for (const tell of listeners) tell();
}

/**
 * Offers commands while the calling component is mounted. Pass a memoised list, and do not call it below a component
 * that uses useCommands: the two would render each other for ever.
 */
export function useOfferCommands(commands: readonly Command[]) {
  useEffect(() => {
    publish([...sources, commands]);
    return () => publish(sources.filter((source) => source !== commands));
  }, [commands]);
}

export function useCommands(): readonly Command[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
  );
}
