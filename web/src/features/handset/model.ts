import type { Behaviour } from "@/api/operations-types";

/** A number nobody has, valid in the country: 099 is a mobile range of Uruguay, 555-01xx is for fiction. */
export function inventNumber(country: string, random: () => number = Math.random) {
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 10)).join("");
  return country === "UY" ? `+59899${digits(6)}` : `+120255501${digits(2)}`;
}

const goodDay: Behaviour = {
  latencyMilliseconds: 0,
  rejectPercent: 0,
  throttlePercent: 0,
  loseAnswerPercent: 0,
  duplicateReceiptPercent: 0,
  reorderReceipts: false,
  receiptDelayMilliseconds: 300,
  undeliverablePercent: 0,
  receipts: true,
};

/** Days a real carrier has. */
export const presets = {
  good: goodDay,
  slow: { ...goodDay, latencyMilliseconds: 1500, throttlePercent: 20, receiptDelayMilliseconds: 8000 },
  unreliable: {
    ...goodDay,
    latencyMilliseconds: 300,
    rejectPercent: 5,
    loseAnswerPercent: 10,
    undeliverablePercent: 10,
  },
  confused: {
    ...goodDay,
    duplicateReceiptPercent: 40,
    reorderReceipts: true,
    receiptDelayMilliseconds: 2000,
  },
} satisfies Record<string, Behaviour>;

export type Preset = keyof typeof presets;

/** The preset a behaviour is, if it is one. */
export function presetOf(behaviour: Behaviour): Preset | undefined {
  const names = Object.keys(presets) as Preset[];
  return names.find((name) => {
    const preset: Behaviour = presets[name];
    return (Object.keys(goodDay) as (keyof Behaviour)[]).every((key) => preset[key] === behaviour[key]);
  });
}
