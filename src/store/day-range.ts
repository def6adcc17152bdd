/** Days from `first` to `last`, both included, as day numbers since 1970-01-01. */
export interface DayRange {
  readonly first: number;
  readonly last: number;
}

/** The same days as few ranges as possible, ascending. Ranges that touch become one; empty ones (`last < first`) vanish. */
export function mergedDays(ranges: readonly DayRange[]): DayRange[] {
  const merged: DayRange[] = [];
  for (const range of ranges.filter(({ first, last }) => first <= last).sort((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before === undefined || range.first > before.last + 1) merged.push(range);
    else if (range.last > before.last) merged[merged.length - 1] = { first: before.first, last: range.last };
  }
  return merged;
}

/** The days of a range that none of the others holds, ascending. */
export function daysMissing(wanted: DayRange, covered: readonly DayRange[]): DayRange[] {
  const missing: DayRange[] = [];
  let next = wanted.first;
  for (const { first, last } of mergedDays(covered)) {
    if (last < next) continue;
    if (first > wanted.last) break;
    if (first > next) missing.push({ first: next, last: first - 1 });
    next = last + 1;
  }
  if (next <= wanted.last) missing.push({ first: next, last: wanted.last });
  return missing;
}
