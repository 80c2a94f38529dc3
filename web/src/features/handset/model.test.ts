import { inventNumber, presetOf, presets } from "./model";

it("invents numbers that are valid where the centre is", () => {
  expect(inventNumber("UY", () => 0.5)).toBe("+59899555555");
  expect(inventNumber("MX", () => 0.99)).toBe("+12025550199");
});

it("recognises a preset, and a change that leaves it", () => {
  expect(presetOf({ ...presets.slow, seed: null })).toBe("slow");
  expect(presetOf({ ...presets.slow, rejectPercent: 1 })).toBeUndefined();
});
