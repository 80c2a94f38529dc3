import { describeRow, isComplete, isOvernight, normalizeSchedule } from "./schedule";

it("drops the seconds a server may write", () => {
  expect(normalizeSchedule([{ days: ["monday"], from: "09:00:00", to: "18:30:00" }])).toEqual([
    { days: ["monday"], from: "09:00", to: "18:30" },
  ]);
});

it("knows a night from a whole day", () => {
  expect(isOvernight({ days: ["friday"], from: "22:00", to: "02:00" })).toBe(true);
  expect(isOvernight({ days: ["friday"], from: "00:00", to: "00:00" })).toBe(false);
  expect(isOvernight({ days: ["friday"], from: "09:00", to: "18:00" })).toBe(false);
});

it("tells days in a row as a range and others one by one", () => {
  const hours = { from: "09:00", to: "18:00" };
  expect(describeRow({ days: ["wednesday", "monday", "tuesday"], ...hours }, "en")).toBe(
    "Mon–Wed 09:00–18:00",
  );
  expect(describeRow({ days: ["monday", "friday"], ...hours }, "en")).toBe("Mon, Fri 09:00–18:00");
});

it("calls a row without a day or an hour incomplete", () => {
  expect(isComplete({ days: [], from: "09:00", to: "18:00" })).toBe(false);
  expect(isComplete({ days: ["monday"], from: "", to: "18:00" })).toBe(false);
});
