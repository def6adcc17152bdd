import { Subscription } from '../core/rx.js';
import { ConfigError } from '../core/errors.js';
import { isoInstant, type Millis } from '../core/time.js';
import type { Clock } from './clock.js';
import { requirePeriod } from './period.js';

/** Order of the queue at one instant. Slices stand between venue events and operator commands. */
export const QUEUE_RANK = { corporateAction: 0, timer: 1, venue: 2, slice: 3, operator: 4 } as const;
/** Order of tasks at one instant: a lower rank goes first. */
export type QueueRank = (typeof QUEUE_RANK)[keyof typeof QUEUE_RANK];

interface Entry {
  readonly time: Millis;
  readonly rank: number;
  readonly sequence: number;
  readonly task: () => void;
  canceled: boolean;
}

/** The clock of a backtest: a queue of tasks in the order (time, rank, arrival), moved on by the engine. */
export class SimulatedClock implements Clock {
  /** A number from the start: a field that was once undefined would box every time it gets. */
  #now: Millis = Number.NaN;
  #sequence = 0;
  readonly #heap: Entry[] = [];

  /** Time of the next task, Infinity without one. Kept as a field: the engine compares it for every slice. */
  nextDue: Millis = Infinity;

  constructor(start: Millis) {
    this.#now = start;
  }

  /** The instant of the step in hand, in epoch milliseconds. */
  now(): Millis {
    return this.#now;
  }

  at(time: Millis, task: () => void, rank: QueueRank = QUEUE_RANK.timer): Subscription {
    const entry: Entry = { time: Math.max(time, this.#now), rank, sequence: this.#sequence++, task, canceled: false };
    this.#push(entry);
    return new Subscription(() => {
      entry.canceled = true;
    });
  }

  every(period: Millis, task: () => void): Subscription {
    requirePeriod(period);
    const all = new Subscription();
    const arm = (time: Millis): void => {
      all.add(
        this.at(time, () => {
          arm(time + period);
          task();
        }),
      );
    };
    arm(this.#now + period);
    return all;
  }

  /** Moves the clock to `time`. @throws ConfigError when that is in the past. */
  advance(time: Millis): void {
    if (time < this.#now) throw backwards(this.#now, time);
    this.#now = time;
  }

  /**
   * Takes the next task that stands before (`time`, `rank`) in the queue and moves the clock to it; `undefined` when
   * there is none.
   */
  takeBefore(time: Millis, rank: QueueRank): (() => void) | undefined {
    for (;;) {
      const top = this.#heap[0];
      if (top === undefined || top.time > time || (top.time === time && top.rank >= rank)) return undefined;
      this.#pop();
      if (top.canceled) continue;
      this.advance(top.time);
      return top.task;
    }
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!precedes(entry, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
    this.nextDue = heap[0]!.time;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length > 0) {
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && precedes(heap[child + 1]!, heap[child]!)) child++;
        if (!precedes(heap[child]!, last)) break;
        heap[at] = heap[child]!;
        at = child;
      }
      heap[at] = last;
    }
    this.nextDue = heap[0]?.time ?? Infinity;
  }
}

function backwards(now: Millis, time: Millis): ConfigError {
  return new ConfigError(`the clock cannot go back from ${isoInstant(now)} to ${isoInstant(time)}`, {
    code: 'clock/backwards',
    context: { now, time },
    hint: 'deliver events in time order',
  });
}

function precedes(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && (a.rank < b.rank || (a.rank === b.rank && a.sequence < b.sequence)));
}
