import type { Subscription } from 'rxjs';
import type { Millis } from '../core/time.js';

/** The time of a run. It only goes forward. */
export interface Clock {
  /** The instant, in epoch milliseconds. */
  now(): Millis;
  /** Runs `task` once, at `time`; at once in the queue's order when `time` is not after now. Unsubscribe to cancel. */
  at(time: Millis, task: () => void): Subscription;
  /** Runs `task` every `period` milliseconds, first one period from now. */
  every(period: Millis, task: () => void): Subscription;
}
