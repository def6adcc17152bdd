import type { ActionHistory } from '../core/corporate-action.js';
import type { BarSeries } from '../core/series.js';
import type { VolumeKnowledge } from '../core/instrument.js';
import type { Millis } from '../core/time.js';
import type { BarKey } from '../feed/bar-key.js';
import type { DayRange } from './day-range.js';

/** A series of a store, without its bars. */
export interface StoredSeries {
  readonly key: BarKey;
  readonly rows: number;
  /** Close of the first and the last bar; `undefined` for a series that has none. */
  readonly first: Millis | undefined;
  readonly last: Millis | undefined;
  /** Days that the store need not ask for again, whether or not there is a bar on each. */
  readonly covered: readonly DayRange[];
  readonly currency: string;
  /** Name of the venue's calendar. */
  readonly calendar: string;
  readonly volume: VolumeKnowledge;
  /** Names of further columns. */
  readonly extra: readonly string[];
}

/** Bars to be kept, all of one key. */
export interface StoreBatch {
  readonly key: BarKey;
  /** On the basis that the key says. */
  readonly series: BarSeries;
  /** Days that the source was asked for and answered. Default: from the first bar's day to the last one's. */
  readonly covered?: DayRange;
  /** Take the place of everything that the store has of this key. Default: rows of a time that is there are replaced. */
  readonly replace?: boolean;
}

/** What a write did. Writing the same again adds and changes nothing. */
export interface WriteCount {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** Limits of a read: bars that close after `after` and not after `until`. */
export interface ReadRange {
  readonly after?: Millis;
  readonly until?: Millis;
}

/**
 * Keeps bars by key. Keys never mix: neither sources, nor adjustments, nor feeds. Each write happens wholly or not at
 * all, and what one has returned is not lost when the process is killed.
 */
export interface BarStore {
  /** All series that agree with what is given of a key, by symbol, interval, source, adjustment and feed. */
  list(of?: Partial<BarKey>): readonly StoredSeries[];
  /** @throws DataError when there is no such series, naming what there is of the symbol. */
  read(key: BarKey, range?: ReadRange): BarSeries;
  /** @throws DataError for bars of another adjustment, and for adjusted bars that do not fit those that are there. */
  write(batch: StoreBatch): WriteCount;
  /** What a source knows of a symbol's corporate actions: one history for each stretch of dates that is known. */
  actions(source: string, symbol: string): readonly ActionHistory[];
  /** Keeps a history. What was known of its dates before is replaced; histories that touch become one. */
  writeActions(source: string, history: ActionHistory): void;
  /** Forgets a series. Returns how many bars it had. */
  remove(key: BarKey): number;
  /** Closes the database. */
  close(): void;
}
