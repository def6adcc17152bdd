import { Subscription } from 'rxjs';

import type { Clock } from '../../../src/clock/clock.js';
import type { Millis } from '../../../src/core/time.js';

/** A clock whose timers end together, so that a server which has stopped leaves nothing behind. */
export class OwnedClock implements Clock {
  readonly #base: Clock;
  #timers = new Subscription();

  constructor(base: Clock) {
    this.#base = base;
  }

  now(): Millis {
    return this.#base.now();
  }

  at(time: Millis, task: () => void): Subscription {
    const timer = this.#base.at(time, () => {
      this.#timers.remove(timer);
      task();
    });
    this.#timers.add(timer);
    return timer;
  }

  every(period: Millis, task: () => void): Subscription {
    const timer = this.#base.every(period, task);
    this.#timers.add(timer);
    return timer;
  }

  stop(): void {
    this.#timers.unsubscribe();
    this.#timers = new Subscription();
  }
}
