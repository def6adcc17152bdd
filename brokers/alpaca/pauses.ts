import { setMaxListeners } from 'node:events';

import type { Clock } from '../../src/clock/clock.js';
import type { Millis } from '../../src/core/time.js';

/** Pauses of tasks that are all ended together. */
export class Pauses {
  readonly #clock: Clock;
  readonly #ending = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
    // One for each task that waits: many are no leak.
    setMaxListeners(0, this.#ending.signal);
  }

  /** Aborted when everything is to end. */
  get ended(): AbortSignal {
    return this.#ending.signal;
  }

  now(): Millis {
    return this.#clock.now();
  }

  /** Waits until `time`; less where `wake` settles before, or everything ends. */
  async until(time: Millis, wake?: Promise<unknown>): Promise<void> {
    if (this.ended.aborted || time <= this.now()) return;
    let stop = (): void => {};
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const timer = this.#clock.at(time, stop);
    this.ended.addEventListener('abort', stop, { once: true });
    try {
      await (wake === undefined ? stopped : Promise.race([stopped, wake]));
    } finally {
      timer.unsubscribe();
      this.ended.removeEventListener('abort', stop);
    }
  }

  for(length: Millis, wake?: Promise<unknown>): Promise<void> {
    return this.until(this.now() + length, wake);
  }

  end(): void {
    this.#ending.abort();
  }
}

/** The pause before attempt `number` (from 0): the list's own, and after its end the last one. */
export function pauseOf(pauses: readonly Millis[], number: number): Millis {
  return pauses[Math.min(number, pauses.length - 1)]!;
}
