import type { BarInterval, Millis } from '../core/time.js';

/**
 * What a check can find.
 * - `dropped-row`: the feed could not use a row (a date that is no session, text for a number, null cells);
 * - `duplicate`, `disorder`: two bars of one instant, bars out of time order;
 * - `ohlc`: prices that contradict each other, or are not above zero;
 * - `gap`: sessions of the calendar, or minutes of a session, without a bar;
 * - `spike`: a price that the next bar takes back: probably never traded;
 * - `large-move`: a large move that stayed: true news, or a corporate action that nobody applied;
 * - `unadjusted-split`: a jump by a ratio that splits have;
 * - `unit-error`: a jump by 100 or 1,000 that is taken back: cents for dollars;
 * - `stale`: the same bar over and over; `flat`: bars whose four prices are one;
 * - `zero-volume`: bars without volume; `no-volume`: no bar has any;
 * - `adjusted-close`: an adjusted close that cannot be right.
 */
export type FindingKind =
  | 'dropped-row'
  | 'duplicate'
  | 'disorder'
  | 'ohlc'
  | 'gap'
  | 'spike'
  | 'large-move'
  | 'unadjusted-split'
  | 'unit-error'
  | 'stale'
  | 'flat'
  | 'zero-volume'
  | 'no-volume'
  | 'adjusted-close';

/** `error`: a run on it would be wrong or refused. `warning`: look before you believe. `note`: good to know. */
export type Severity = 'error' | 'warning' | 'note';

/** One thing found in a series, with every place where it stands counted. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** What was found, in a sentence. */
  readonly message: string;
  /** What it does to a run on these bars. */
  readonly consequence: string;
  /** Number of places. */
  readonly count: number;
  /** Close of the first and the last bar concerned, epoch ms; absent where a row has no usable time. */
  readonly first?: Millis;
  readonly last?: Millis;
  /** Some of the places, the first ones: `2014-06-09: 645.57 to 92.70, a ratio of 7`. */
  readonly examples: readonly string[];
}

/** All that was found in one series. */
export interface QualityReport {
  readonly symbol: string;
  readonly interval: BarInterval;
  readonly bars: number;
  /** Close of the first and the last bar; absent for an empty series. */
  readonly first?: Millis;
  readonly last?: Millis;
  /** Errors first, then warnings, then notes. */
  readonly findings: readonly Finding[];
  /** The worst severity found, `clean` without any. */
  readonly worst: Severity | 'clean';
}
