/** What saving a list of members would change. */
export function membersChange(before: readonly string[], after: readonly string[]) {
  return {
    added: after.filter((id) => !before.includes(id)).length,
    removed: before.filter((id) => !after.includes(id)).length,
  };
}

/** Moves one item of a list by one place; at an end it stays. */
export function moved<T>(list: readonly T[], index: number, by: 1 | -1): T[] {
  const target = index + by;
  const item = list[index];
  const other = list[target];
  if (item === undefined || other === undefined) return [...list];
  const next = [...list];
  next[index] = other;
  next[target] = item;
  return next;
}
