import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { Bubble } from "./model";

const nearEnd = 48;

/**
 * The scroll is the agent's (UX 15): opens at the first unread message, follows the conversation only while the
 * agent is at its end, and keeps the line being read still while earlier messages load above it.
 */
export function useThreadScroll(
  box: RefObject<HTMLElement | null>,
  bubbles: readonly Bubble[],
  openAt: string | undefined,
) {
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  const before = useRef({ first: "", last: "", height: 0, count: 0 });
  const [below, setBelow] = useState(0);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || bubbles.length === 0) return;
    const first = bubbles[0]?.key ?? "";
    const last = bubbles.at(-1)?.key ?? "";
    const previous = before.current;
    if (previous.count === 0) {
      const start = openAt ? element.querySelector(`[data-key="${CSS.escape(openAt)}"]`) : null;
      if (start instanceof HTMLElement) element.scrollTop = start.offsetTop - 72;
      else element.scrollTop = element.scrollHeight;
      atEnd.current = isAtEnd(element);
    } else if (first !== previous.first) {
      element.scrollTop += element.scrollHeight - previous.height;
    } else if (last !== previous.last) {
      const mine = bubbles.at(-1)?.kind === "unsent";
      if (atEnd.current || mine) element.scrollTop = element.scrollHeight;
      else setBelow((count) => count + bubbles.length - previous.count);
    } else if (atEnd.current) {
      // A status line grew, or a bubble changed from unsent to sent.
      element.scrollTop = element.scrollHeight;
    }
    before.current = { first, last, height: element.scrollHeight, count: bubbles.length };
  }, [bubbles, box, openAt]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    // The composer grows while typing, fonts arrive late, a phone's keyboard opens: the end stays the end.
    const observer = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [box]);

  return {
    /** How many messages came while the agent was reading further up. */
    below,
    onScroll() {
      const element = box.current;
      if (!element) return;
      // Only moving up is leaving the end: a box that shrank under a late font or a growing composer is not.
      if (isAtEnd(element)) atEnd.current = true;
      else if (element.scrollTop < lastTop.current - 1) atEnd.current = false;
      lastTop.current = element.scrollTop;
      if (atEnd.current) setBelow(0);
    },
    toEnd() {
      const element = box.current;
      if (element) element.scrollTop = element.scrollHeight;
      setBelow(0);
    },
  };
}

function isAtEnd(element: HTMLElement) {
  return element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
}
