/** Numbers in the reader's language with Latin digits, as everywhere in this app. */
const formats = new Map<string, Intl.NumberFormat>();

export function formatNumber(value: number, locale: string, maximumFractionDigits = 0) {
  const key = `${locale}|${maximumFractionDigits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { numberingSystem: "latn", maximumFractionDigits });
    formats.set(key, format);
  }
  return format.format(value);
}

export function formatPercent(fraction: number, locale: string) {
  return new Intl.NumberFormat(locale, {
    style: "percent",
    numberingSystem: "latn",
    maximumFractionDigits: fraction > 0 && fraction < 0.1 ? 1 : 0,
  }).format(fraction);
}
