import type { Subscription } from 'rxjs';

import type { Clock } from '../clock/clock.js';
import type { BarInterval, Millis } from '../core/time.js';
import type { LiveBar, SliceBar } from '../feed/live-feed.js';

/** All bars of one instant, or those of them that came in time. */
export interface ClosedSlice {
  readonly time: Millis;
  readonly bars: readonly SliceBar[];
  /** Subscribed symbols without a bar. */
  readonly missing: readonly string[];
}

export interface SliceBuilderParts {
  /** What is subscribed. */
  readonly series: readonly { readonly symbol: string; readonly interval: BarInterval }[];
  /** How long a slice waits for its last bars, from when its first one came. */
  readonly grace: Millis;
  readonly clock: Clock;
  readonly onSlice: (slice: ClosedSlice) => void;
  readonly onLateBar: (bar: SliceBar) => void;
  readonly onCorrection: (bar: SliceBar) => void;
}

interface PendingSlice {
  readonly time: Millis;
  /** By symbol and interval. */
  readonly bars: Map<string, SliceBar>;
  deadline: Subscription | undefined;
}

/**
 * Makes slices of live bars: one closes when the bar of every symbol has come, or when its grace period is over. Slices close in the
 * order of their times: what is still open before one that closes, closes first.
 */
export class SliceBuilder {
  readonly #parts: SliceBuilderParts;
  /** In time order. */
  readonly #pending: PendingSlice[] = [];
  #closed: Millis;
  readonly #expected: readonly string[];
  readonly #symbols: readonly string[];

  /** @param after - slices up to this instant have been taken already. */
  constructor(parts: SliceBuilderParts, after: Millis = -Infinity) {
    this.#parts = parts;
    this.#expected = parts.series.map(keyOf);
    this.#symbols = [...new Set(parts.series.map(({ symbol }) => symbol))];
    this.#closed = after;
  }

  add({ instrument, origin, ...figures }: LiveBar): void {
    const bar: SliceBar = { symbol: instrument.symbol, ...figures };
    if (origin === 'correction') return this.#parts.onCorrection(bar);
    if (bar.time <= this.#closed) return this.#parts.onLateBar(bar);
    const slice = this.#sliceOf(bar.time);
    // The first one counts: a second is a repetition, or what a correction would say.
    if (slice.bars.has(keyOf(bar))) return;
    slice.bars.set(keyOf(bar), bar);
    if (slice.bars.size === this.#expected.length) this.#closeUpTo(slice.time);
    else slice.deadline ??= this.#parts.clock.at(this.#parts.clock.now() + this.#parts.grace, () => this.#closeUpTo(slice.time));
  }

  /** Slices up to this instant have been taken by other ways: bars of theirs are late. */
  skipTo(time: Millis): void {
    this.#closed = Math.max(this.#closed, time);
  }

  /** Closes everything that is open: no more bars will come. */
  flush(): void {
    this.#closeUpTo(Infinity);
  }

  /** Forgets what is open, and its deadlines. */
  stop(): void {
    for (const { deadline } of this.#pending) deadline?.unsubscribe();
    this.#pending.length = 0;
  }

  #sliceOf(time: Millis): PendingSlice {
    const place = this.#pending.findIndex((slice) => slice.time >= time);
    const found = this.#pending[place];
    if (found?.time === time) return found;
    const made: PendingSlice = { time, bars: new Map(), deadline: undefined };
    this.#pending.splice(place < 0 ? this.#pending.length : place, 0, made);
    return made;
  }

  #closeUpTo(time: Millis): void {
    for (let first = this.#pending[0]; first !== undefined && first.time <= time; first = this.#pending[0]) {
      this.#pending.shift();
      first.deadline?.unsubscribe();
      this.#closed = first.time;
      const bars = this.#expected.flatMap((key) => first.bars.get(key) ?? []);
      const missing = this.#symbols.filter((symbol) => !bars.some((bar) => bar.symbol === symbol));
      this.#parts.onSlice({ time: first.time, bars, missing });
    }
  }
}

function keyOf({ symbol, interval }: { readonly symbol: string; readonly interval: BarInterval }): string {
  return `${symbol} ${interval}`;
}
