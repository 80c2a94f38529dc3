/** Opening hours as the server keeps them: rows of days and hours; no rows at all means always open. */
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

export type Weekday = (typeof weekdays)[number];

export interface ScheduleRow {
  days: Weekday[];
  from: string;
  to: string;
}

/** The server may write seconds; a door has none. */
export function normalizeSchedule(rows: readonly ScheduleRow[]): ScheduleRow[] {
  return rows.map((row) => ({ ...row, from: row.from.slice(0, 5), to: row.to.slice(0, 5) }));
}

/** Past midnight into the next day; 00:00 to 00:00 is the whole day. */
export function isOvernight({ from, to }: ScheduleRow) {
  return to <= from && !(from === "00:00" && to === "00:00");
}

export function isComplete({ days, from, to }: ScheduleRow) {
  return days.length > 0 && from !== "" && to !== "";
}

/** The name of a day in the reader's language. 1 January 2024 was a Monday. */
export function weekdayName(day: Weekday, locale: string, width: "short" | "long" = "short") {
  const date = new Date(Date.UTC(2024, 0, 1 + weekdays.indexOf(day)));
  return new Intl.DateTimeFormat(locale, { weekday: width, timeZone: "UTC" }).format(date);
}

/** Days in a row are told as a range: "Mon–Fri 09:00–18:00". */
export function describeRow(row: ScheduleRow, locale: string) {
  const days = weekdays.filter((day) => row.days.includes(day));
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return "";
  const unbroken = weekdays.indexOf(last) - weekdays.indexOf(first) === days.length - 1;
  const names =
    unbroken && days.length > 2
      ? `${weekdayName(first, locale)}–${weekdayName(last, locale)}`
      : days.map((day) => weekdayName(day, locale)).join(", ");
  return `${names} ${row.from}–${row.to}`;
}
