import type { ReactNode } from "react";
import classes from "./StatusBadge.module.css";

export type Tone = "good" | "attention" | "bad" | "calm" | "off";

/** A state in words with a shape beside it; colour only repeats what both already say. */
export function StatusBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.root} data-tone={tone}>
      <span className={classes.dot} aria-hidden />
      {children}
    </span>
  );
}
