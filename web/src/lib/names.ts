/** What dialers and queues are called: short enough for a column of a file, and without blanks. */
export function isName(text: string) {
  return /^[A-Za-z0-9_.:-]{2,30}$/.test(text);
}
