import type { Millis } from '../../src/core/time.js';
import type { Figures } from '../common/bar-collector.js';

/** A bar that has been put in its place. */
export interface PlacedBar {
  readonly openTime: Millis;
  readonly time: Millis;
  readonly extended: boolean;
  readonly figures: Figures;
}

/**
 * - `new`: after all that was told;
 * - `changed`: other figures than those told before;
 * - `late`: never told, and later ones were;
 * - `known`: nothing that was not told.
 */
export type Verdict = 'new' | 'changed' | 'late' | 'known';

/** Corrections come within minutes: who is asked later has forgotten the bar. */
const REMEMBERED = 240;

/** What has been told of one instrument, through the feed's bars or as history: each bar shall come once. */
export class ToldBars {
  #last: Millis;
  #isUntold = true;
  readonly #seen = new Map<Millis, PlacedBar>();

  /** @param start - bars that closed until then are left to history. */
  constructor(readonly start: Millis) {
    this.#last = start;
  }

  judge(bar: PlacedBar, isUpdate: boolean): Verdict {
    const before = this.#seen.get(bar.openTime);
    this.#remember(bar);
    if (bar.time > this.#last) {
      this.#last = bar.time;
      this.#isUntold = false;
      return 'new';
    }
    if (before !== undefined) return isSame(before.figures, bar.figures) ? 'known' : 'changed';
    if (isUpdate) return 'changed';
    return bar.time <= this.start ? 'known' : 'late';
  }

  /** The bars that have come after those of history since `from`, which may lag behind; both are told from now on. */
  complete(history: readonly PlacedBar[], from: Millis): readonly PlacedBar[] {
    const end = history.at(-1)?.time ?? -Infinity;
    const more = [...this.#seen.values()].filter(({ openTime, time }) => openTime >= from && time > end).sort((a, b) => a.time - b.time);
    for (const bar of history.slice(-REMEMBERED)) this.#remember(bar);
    const last = Math.max(more.at(-1)?.time ?? end, from);
    if (last > this.#last || this.#isUntold) this.#last = last;
    this.#isUntold = false;
    return more;
  }

  #remember(bar: PlacedBar): void {
    this.#seen.set(bar.openTime, bar);
    if (this.#seen.size <= REMEMBERED) return;
    for (const openTime of this.#seen.keys()) {
      this.#seen.delete(openTime);
      return;
    }
  }
}

function isSame(a: Figures, b: Figures): boolean {
  return a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close && a.volume === b.volume;
}
