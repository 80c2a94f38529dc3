import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/LiveRegion";
import type { Bubble } from "./model";

const burstWindow = 5000;
const burstSize = 3;

/** Reads out what the contact writes in the open thread: author, then text; a burst only as a number (UX 20). */
export function useSpokenMessages(bubbles: readonly Bubble[], contactName: string) {
  const { t } = useTranslation("inbox");
  const known = useRef<Set<string> | null>(null);
  const spoken = useRef<number[]>([]);
  useEffect(() => {
    const inbound = bubbles.flatMap((bubble) =>
      bubble.kind === "message" && bubble.message.direction === "in" ? [bubble] : [],
    );
    const first = known.current === null;
    const fresh = inbound.filter(({ key }) => !known.current?.has(key));
    known.current = new Set(inbound.map(({ key }) => key));
    // What was there on opening is not news, and neither is history loaded above.
    const newest = inbound.at(-1);
    const news = first ? [] : fresh.filter(({ key, at }) => key === newest?.key || at >= (newest?.at ?? ""));
    if (news.length === 0) return;
    const now = Date.now();
    spoken.current = [...spoken.current.filter((at) => now - at < burstWindow), ...news.map(() => now)];
    if (spoken.current.length > burstSize) announce(t("thread.burst", { count: spoken.current.length }));
    else for (const { message } of news) announce(`${contactName}: ${message.text}`);
  }, [bubbles, contactName, t]);
}
