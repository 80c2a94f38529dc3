import { charactersOutsideGsm, countParts, exceeds, splitParts } from "./parts";

const a = (count: number) => "a".repeat(count);

describe("countParts", () => {
  it.each([
    ["nothing", "", "gsm7", 0, 0, 160],
    ["a full single part", a(160), "gsm7", 160, 1, 0],
    ["one over", a(161), "gsm7", 161, 2, 145],
    ["two full joined parts", a(306), "gsm7", 306, 2, 0],
    ["a third part", a(307), "gsm7", 307, 3, 152],
    ["six full parts, the common ceiling", a(918), "gsm7", 918, 6, 0],
    ["the euro weighs two", "€", "gsm7", 2, 1, 158],
    ["brackets and braces weigh two each", "[{~}]", "gsm7", 10, 1, 150],
    ["a euro at the very edge spills over", `${a(159)}€`, "gsm7", 161, 2, 145],
    ["accents inside the alphabet", "àéùìòñÑ¿¡", "gsm7", 9, 1, 151],
    ["á is outside the alphabet", "á", "ucs2", 1, 1, 69],
    ["Arabic", "ع", "ucs2", 1, 1, 69],
    ["a full single Arabic part", "ع".repeat(70), "ucs2", 70, 1, 0],
    ["one Arabic letter over", "ع".repeat(71), "ucs2", 71, 2, 63],
    ["two full Arabic parts", "ع".repeat(134), "ucs2", 134, 2, 0],
    ["an emoji is two code units", "👍", "ucs2", 2, 1, 68],
    ["thirty-five emoji fill one part", "👍".repeat(35), "ucs2", 70, 1, 0],
    ["a backtick is not GSM", "`", "ucs2", 1, 1, 69],
  ])("%s", (_, text, encoding, units, parts, remaining) => {
    expect(countParts(text)).toEqual({ encoding, units, parts, remaining });
  });

  it("counts what an unsplittable pair leaves unused at the end of a part", () => {
    // 152 letters + € cannot fill the 153rd septet: the pair moves to part two.
    const text = `${a(152)}€${a(152)}`;
    expect(countParts(text)).toEqual({ encoding: "gsm7", units: 306, parts: 3, remaining: 152 });
  });
});

describe("splitParts", () => {
  it("never separates an escape pair", () => {
    expect(splitParts(`${a(152)}€${a(100)}`)).toEqual([a(152), `€${a(100)}`]);
  });

  it("never separates a surrogate pair", () => {
    const [first, second] = splitParts(`${"ع".repeat(66)}👍${"ع".repeat(10)}`);
    expect(first).toBe("ع".repeat(66));
    expect(second?.startsWith("👍")).toBe(true);
  });

  it.each([a(500), `${"€".repeat(200)}x`, "سلام 👍 ".repeat(40)])("loses nothing of %#", (text) => {
    expect(splitParts(text).join("")).toBe(text);
  });
});

it.each([
  ["918 letters are six parts", a(918), false],
  ["919 letters are too many", a(919), true],
  ["402 Arabic letters are six parts", "ع".repeat(402), false],
  ["403 Arabic letters are too many", "ع".repeat(403), true],
])("%s of a limit of 918", (_, text, over) => {
  expect(exceeds(text, 918)).toBe(over);
});

it("names the characters that forced UCS-2 once each", () => {
  expect(charactersOutsideGsm("naïve ï — 👍")).toEqual(["ï", "—", "👍"]);
});
