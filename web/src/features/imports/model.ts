import type { Import, ImportState } from "@/api/operations-types";
import type { Tone } from "@/ui/StatusBadge";

export const stateTone: Record<ImportState, Tone> = {
  receiving: "calm",
  processing: "calm",
  done: "good",
  refused: "bad",
  failed: "bad",
};

export type Outcome = "imported" | "duplicates" | "blocked" | "rejected";
export const outcomes = ["imported", "duplicates", "blocked", "rejected"] as const satisfies Outcome[];

/** Rows whose fate is known. When the import is done it equals the rows of the file. */
export function accountedFor(entry: Import) {
  return outcomes.reduce((sum, outcome) => sum + entry[outcome], 0);
}

export const isOver = ({ state }: Pick<Import, "state">) =>
  state === "done" || state === "refused" || state === "failed";

/** Faults whose sentence has no details of the row in it, so that ours can replace the server's. */
export const plainFaults = [
  "numberMissing",
  "numberLetters",
  "numberTooShort",
  "numberTooLong",
  "numberScientific",
  "numberNotMobile",
  "emptyMessage",
  "invalidPriority",
] as const;

export function isPlainFault(code: string): code is (typeof plainFaults)[number] {
  return (plainFaults as readonly string[]).includes(code);
}

export function fileSize(bytes: number, locale: string) {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    numberingSystem: "latn",
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}
