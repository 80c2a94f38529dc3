import { matches, parseShortcut } from "./shortcuts";

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...more,
});

const palette = parseShortcut("mod+k");

it("opens the palette with Control+K, even inside a field", () => {
  expect(matches(press("k", { ctrlKey: true }), palette, true, false)).toBe(true);
  expect(matches(press("k", { metaKey: true }), palette, true, true)).toBe(true);
});

it("finds the key by its place on an Arabic keyboard", () => {
  expect(matches(press("ن", { ctrlKey: true, code: "KeyK" }), palette, true, false)).toBe(true);
});

it("trusts the letter over the place on AZERTY", () => {
  expect(matches(press("q", { ctrlKey: true, code: "KeyA" }), parseShortcut("mod+a"), false, false)).toBe(
    false,
  );
});

it.each(["ą", "ñ", "@", "€"])("leaves AltGr and its %s alone", (key) => {
  expect(matches(press(key, { ctrlKey: true, altKey: true, code: "KeyK" }), palette, true, false)).toBe(
    false,
  );
});

it("never takes a bare key from a field", () => {
  expect(matches(press("?", { shiftKey: true }), parseShortcut("?"), true, false)).toBe(false);
  expect(matches(press("?", { shiftKey: true }), parseShortcut("?"), false, false)).toBe(true);
  expect(matches(press("?"), parseShortcut("?"), false, false)).toBe(true);
});

it("tells a shifted shortcut from its plain one", () => {
  const accept = parseShortcut("mod+Shift+Enter");
  expect(matches(press("Enter", { ctrlKey: true }), accept, true, false)).toBe(false);
  expect(matches(press("Enter", { ctrlKey: true, shiftKey: true }), accept, true, false)).toBe(true);
});

it("stays out of an input method's composition", () => {
  expect(matches(press("k", { ctrlKey: true, isComposing: true }), palette, true, false)).toBe(false);
});
