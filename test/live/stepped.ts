import { Subject, Subscription } from 'rxjs';

import {
  xnys,
  type BarSeries,
  type Clock,
  type FeedData,
  type Instrument,
  type LiveBar,
  type LiveFeed,
  type LiveStatus,
  type Millis,
} from '../../src/index.js';

/** Time that the test moves: of the venue and of the run. Requests and their answers take the machine's. */
export class MovedClock implements Clock {
  readonly #tasks = new Map<object, { readonly time: Millis; readonly task: () => void }>();
  #now: Millis;

  constructor(start: Millis) {
    this.#now = start;
  }
  now(): Millis {
    return this.#now;
  }
  at(time: Millis, task: () => void): Subscription {
    const key = {};
    this.#tasks.set(key, { time, task });
    return new Subscription(() => this.#tasks.delete(key));
  }
  every(period: Millis, task: () => void): Subscription {
    const all = new Subscription();
    const arm = (time: Millis): void => {
      all.add(this.at(time, () => (arm(time + period), task())));
    };
    arm(this.#now + period);
    return all;
  }
  /** When the next task is due, at most `limit`. */
  nextDue(limit: Millis): Millis {
    return Math.min(limit, ...[...this.#tasks.values()].map(({ time }) => time));
  }
  moveTo(to: Millis): void {
    for (;;) {
      const due = [...this.#tasks].filter(([, { time }]) => time <= to).sort(([, a], [, b]) => a.time - b.time)[0];
      if (due === undefined) break;
      this.#tasks.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].time);
      due[1].task();
    }
    this.#now = Math.max(this.#now, to);
  }
}

/** Bars that the test hands out, session by session. */
export class SteppedFeed implements LiveFeed {
  readonly name = 'stepped';
  readonly basis = 'raw';
  readonly interval = '1d';
  readonly bars = new Subject<LiveBar>();
  readonly status = new Subject<LiveStatus>();
  readonly #series: readonly BarSeries[];

  readonly #past: number;

  /** @param past - bars of each series that are history. */
  constructor(series: readonly BarSeries[], past: number) {
    this.#series = series;
    this.#past = past;
  }
  open(): Promise<readonly Instrument[]> {
    return Promise.resolve(this.#series.map(({ instrument }) => instrument));
  }
  history(): Promise<FeedData> {
    return Promise.resolve({ series: this.#series.map((one) => one.slice(0, this.#past)) });
  }
  close(): Promise<void> {
    this.bars.complete();
    return Promise.resolve();
  }
  deliver(row: number): void {
    for (const { instrument, columns: c } of this.#series) {
      const session = xnys.sessionOf(c.time[row]!);
      this.bars.next({
        instrument,
        interval: '1d',
        openTime: session.open,
        time: c.time[row]!,
        open: c.open[row]!,
        high: c.high[row]!,
        low: c.low[row]!,
        close: c.close[row]!,
        volume: c.volume[row]!,
        extended: false,
        origin: 'stream',
      });
    }
  }
}

/** Waits until a condition holds. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`not within 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
