import { act, renderHook } from "@testing-library/react";
import { useDraft } from "./drafts";
import { clearPrivate } from "./storage";

const draft = (user: string, conversation: string) => renderHook(() => useDraft(user, conversation));

it("keeps each conversation's text apart", () => {
  const a = draft("ana", "a");
  const b = draft("ana", "b");
  act(() => a.result.current[1]("half a sent"));
  expect(a.result.current[0]).toBe("half a sent");
  expect(b.result.current[0]).toBe("");
});

it("survives a remount, as after a reload", () => {
  const first = draft("ana", "a");
  act(() => first.result.current[1]("still here"));
  first.unmount();
  expect(draft("ana", "a").result.current[0]).toBe("still here");
});

it("never shows one agent's text to another", () => {
  const ana = draft("ana", "a");
  act(() => ana.result.current[1]("private"));
  expect(draft("luis", "a").result.current[0]).toBe("");
});

it("forgets everything on signing out", () => {
  const a = draft("ana", "a");
  act(() => a.result.current[1]("x"));
  act(() => clearPrivate());
  expect(a.result.current[0]).toBe("");
});
