/** Something with a current and a previous value: any indicator. */
export interface Line {
  readonly value: number;
  readonly previous: number;
}

/**
 * Whether `a` went above `b` with its last update: it was not above before (below or equal) and is above now.
 * `b` is another line or a fixed level. False while one of the values does not exist yet (NaN).
 */
export function crossesAbove(a: Line, b: Line | number): boolean {
  if (typeof b === 'number') return a.previous <= b && a.value > b;
  return a.previous <= b.previous && a.value > b.value;
}

/**
 * Whether `a` went below `b` with its last update: it was not below before (above or equal) and is below now.
 * `b` is another line or a fixed level. False while one of the values does not exist yet (NaN).
 */
export function crossesBelow(a: Line, b: Line | number): boolean {
  if (typeof b === 'number') return a.previous >= b && a.value < b;
  return a.previous >= b.previous && a.value < b.value;
}
