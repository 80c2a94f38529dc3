/** Dates and durations in the reader's language. Digits stay Latin everywhere: numbers are read across languages. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, key: string, options: Intl.DateTimeFormatOptions) {
  const id = `${locale}|${key}`;
  let value = formats.get(id);
  if (!value) {
    value = new Intl.DateTimeFormat(locale, { ...options, numberingSystem: "latn" });
    formats.set(id, value);
  }
  return value;
}

export function formatTime(value: string | Date, locale: string) {
  return format(locale, "time", { hour: "numeric", minute: "2-digit" }).format(new Date(value));
}

export function formatDateTime(value: string | Date, locale: string) {
  return format(locale, "full", { dateStyle: "medium", timeStyle: "short" }).format(new Date(value));
}

/** To the second, where what follows what matters. */
export function formatMoment(value: string | Date, locale: string) {
  return format(locale, "moment", { dateStyle: "medium", timeStyle: "medium" }).format(new Date(value));
}

/** "Today", "Yesterday", then "Wed, 3 Jun" within the year and with the year beyond it. */
export function formatDay(value: string | Date, locale: string, now: Date) {
  const date = new Date(value);
  const days = Math.round((startOfDay(date) - startOfDay(now)) / 86_400_000);
  if (days === 0 || days === -1) {
    const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
    return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
  }
  const sameYear = date.getFullYear() === now.getFullYear();
  return format(locale, sameYear ? "day" : "dayYear", {
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(date);
}

/** The shortest honest stamp for a list: time today, weekday this week, date before that. */
export function formatStamp(value: string | Date, locale: string, now: Date) {
  const date = new Date(value);
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000);
  if (days <= 0) return formatTime(date, locale);
  if (days < 7) return format(locale, "weekday", { weekday: "short" }).format(date);
  return format(locale, "short", { day: "numeric", month: "short" }).format(date);
}

/** "in 5 min", "3 hr. ago": coarse, for captions that need no second hand. */
export function formatRelative(value: string | Date, locale: string, now: Date) {
  const seconds = (new Date(value).getTime() - now.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat(`${locale}-u-nu-latn`, { numeric: "auto", style: "short" });
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ];
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(0, "second");
}

/** 4:05, 1:04:05. Never negative: a timer that passed its end shows zero. */
export function formatDuration(totalSeconds: number) {
  const seconds = Math.max(0, Math.floor(totalSeconds));
  const pad = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

export function sameDay(left: string | Date, right: string | Date) {
  return startOfDay(new Date(left)) === startOfDay(new Date(right));
}

function startOfDay(date: Date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
