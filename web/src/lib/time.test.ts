import { formatDay, formatDuration, formatRelative, formatStamp } from "./time";

const now = new Date(2026, 4, 20, 15, 0);

it.each([
  [0, "0:00"],
  [5.9, "0:05"],
  [65, "1:05"],
  [3605, "1:00:05"],
  [-3, "0:00"],
])("a duration of %s s reads %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it.each([
  [new Date(2026, 4, 20, 1, 0), "Today"],
  [new Date(2026, 4, 19, 23, 59), "Yesterday"],
  [new Date(2026, 4, 11), "Mon, May 11"],
  [new Date(2025, 4, 11), "Sun, May 11, 2025"],
])("%s is the day %s", (date, text) => {
  expect(formatDay(date, "en", now)).toBe(text);
});

it("stamps by nearness", () => {
  expect(formatStamp(new Date(2026, 4, 20, 9, 5), "es", now)).toBe("9:05");
  expect(formatStamp(new Date(2026, 4, 18), "en", now)).toBe("Mon");
  expect(formatStamp(new Date(2026, 3, 18), "en", now)).toBe("Apr 18");
});

it("keeps Latin digits in Arabic", () => {
  expect(formatRelative(new Date(2026, 4, 20, 14, 45), "ar", now)).toMatch(/15/);
  expect(formatStamp(new Date(2026, 4, 20, 9, 5), "ar", now)).toMatch(/9:05/);
});
