/** A number computed from observations, or the reason why there is none. */
export interface Statistic {
  /** Never NaN or infinite; `undefined` where the definition gives no number. */
  readonly value: number | undefined;
  /** Number of observations it was made from. */
  readonly n: number;
  /** Why there is no value; only set if there is none. */
  readonly reason?: string;
}

/** A statistic with this value, or without one if the value is not a finite number. */
export function statistic(value: number, n: number): Statistic {
  if (Number.isFinite(value)) return { value, n };
  return { value: undefined, n, reason: 'the result is not a finite number' };
}

/** A statistic that has no value. `reason` is a sentence for the report. */
export function noStatistic(reason: string, n: number): Statistic {
  return { value: undefined, n, reason };
}

/** Why these observations cannot be used, or `undefined` if they can: too few, or one is not a finite number. */
export function unusable(values: ArrayLike<number>, atLeast: number): string | undefined {
  const n = values.length;
  if (n < atLeast) return `needs at least ${atLeast} ${atLeast === 1 ? 'observation' : 'observations'}, has ${n}`;
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(values[i])) return notFinite(i);
  }
  return undefined;
}

/** Why observations cannot be used of which this one, counted from 0, is no number. */
export function notFinite(index: number): string {
  return `observation ${index} is not a finite number`;
}
