import { Subscription } from '../core/rx.js';

import type { Millis } from '../core/time.js';
import type { Clock } from './clock.js';
import { requirePeriod } from './period.js';

/** Longest wait that the host's timers can be given (2^31 - 1 ms): longer ones are made of several. */
const LONGEST_WAIT = 2_147_483_647;

/**
 * The clock of the machine: the one place where wall time comes in. It never goes back: when the machine's clock is set back, `now`
 * stands still until that time is reached again.
 *
 * A task runs at or after its time, never before; a task whose time has passed runs in the next turn of the host's event loop.
 */
export class LiveClock implements Clock {
  #latest = -Infinity;

  now(): Millis {
    this.#latest = Math.max(this.#latest, Date.now());
    return this.#latest;
  }

  at(time: Millis, task: () => void): Subscription {
    const arm = (): NodeJS.Timeout => setTimeout(look, Math.min(Math.max(time - this.now(), 0), LONGEST_WAIT));
    // Hosts fire a timer up to a millisecond early.
    const look = (): void => {
      if (this.now() >= time) task();
      else handle = arm();
    };
    let handle = arm();
    return new Subscription(() => clearTimeout(handle));
  }

  every(period: Millis, task: () => void): Subscription {
    requirePeriod(period);
    const all = new Subscription();
    let current: Subscription | undefined;
    const arm = (time: Millis): void => {
      if (current !== undefined) all.remove(current);
      current = this.at(time, () => {
        // A sleep of the machine is not made up for: the next turn lies in the future.
        arm(time + period * Math.max(1, Math.ceil((this.now() - time) / period)));
        task();
      });
      all.add(current);
    };
    arm(this.now() + period);
    return all;
  }
}
