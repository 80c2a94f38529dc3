/**
 * Keyboard shortcuts that never eat letters (UX 18). `mod` is Command on a Mac and Control elsewhere.
 * Alt is not offered at all: with a letter it types ą, ñ or @ on half of the world's keyboards, and AltGr
 * reports itself as Control+Alt. Keys without a modifier never fire while a field has the focus.
 */
export interface Shortcut {
  key: string;
  mod: boolean;
  shift: boolean;
}

const isMac = typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.platform);

/** Reads "mod+Shift+Enter", "mod+k", "?". */
export function parseShortcut(text: string): Shortcut {
  const names = text.split("+").map((name) => name.toLowerCase());
  const key = names.pop() ?? "";
  return { key, mod: names.includes("mod"), shift: names.includes("shift") };
}

type KeyPress = Pick<
  KeyboardEvent,
  "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "isComposing"
>;

export function matches(event: KeyPress, shortcut: Shortcut, editing: boolean, mac = isMac) {
  if (event.isComposing || event.altKey) return false;
  const mod = mac ? event.metaKey : event.ctrlKey;
  const otherMod = mac ? event.ctrlKey : event.metaKey;
  if (otherMod || mod !== shortcut.mod) return false;
  if (editing && !shortcut.mod) return false;
  // A punctuation key such as "?" needs Shift on some layouts and not on others: only its character counts.
  const punctuation = shortcut.key.length === 1 && !/[a-z0-9]/.test(shortcut.key);
  if (!punctuation && event.shiftKey !== shortcut.shift) return false;
  if (event.key.toLowerCase() === shortcut.key) return true;
  // On Arabic, Cyrillic or Greek layouts the letter K sends another character: fall back to its place.
  return (
    shortcut.mod && !/^[\x20-\x7e]+$/.test(event.key) && event.code === `Key${shortcut.key.toUpperCase()}`
  );
}

export function isEditing(target: EventTarget | null) {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}

/** The keys as printed on the caps, for menus and the shortcut list. */
export function shortcutKeys(text: string): string[] {
  const { key, mod, shift } = parseShortcut(text);
  const names: Record<string, string> = {
    enter: "↵",
    backspace: "⌫",
    arrowup: "↑",
    arrowdown: "↓",
    escape: "Esc",
  };
  const cap = names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [...(mod ? [isMac ? "⌘" : "Ctrl"] : []), ...(shift ? ["Shift"] : []), cap];
}
