import { aMonitor } from "@/test/operations-builders";
import { countsByState, statusOf, totalOf } from "./model";

it("names the strongest reason for not sending first", () => {
  const monitor = aMonitor({ notProcessed: 5 });
  expect(statusOf(monitor)).toBe("sending");
  expect(statusOf({ ...monitor, onSchedule: false })).toBe("outsideHours");
  expect(statusOf({ ...monitor, onSchedule: false, running: false })).toBe("stopped");
  expect(statusOf({ ...monitor, running: false, enabled: false })).toBe("disabled");
});

it("tells a dialer with nothing left from one that sends", () => {
  expect(statusOf(aMonitor({ notProcessed: 0 }))).toBe("idle");
});

it("counts every message once", () => {
  expect(totalOf(aMonitor({ processed: 3, notProcessed: 4, other: 2, blocked: 1 }))).toBe(10);
});

it("lists the states in the order a message passes them, without empty ones", () => {
  const monitor = aMonitor({ byState: { badNumber: 1, blocked: 1, delivered: 7, queued: 2, failed: 0 } });
  expect(countsByState(monitor).map(({ fate }) => fate)).toEqual([
    "queued",
    "delivered",
    "blocked",
    "badNumber",
  ]);
});
