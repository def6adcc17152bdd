/**
 * Things in a row that are looked at one after the other. A list is such. So is a log of a run, which shows each in one and the same
 * object instead of making one for each: what `at` gives is good until the next call, and whatever is kept must be copied.
 */
export interface Rows<T> {
  readonly length: number;
  /** `undefined` beyond the end. */
  at(index: number): T | undefined;
}
