import type { SchedulerAction, SchedulerLike } from 'rxjs';
import { Subscription } from '../core/rx.js';
import type { Clock } from './clock.js';

/**
 * The clock as an RxJS scheduler, so that `debounceTime`, `interval`, `timeout` and the like obey the run's time:
 * `bars.pipe(throttleTime(5 * MINUTE, asScheduler(clock)))`.
 */
export function asScheduler(clock: Clock): SchedulerLike {
  return {
    now: () => clock.now(),
    schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
      return new ClockAction(clock, work).schedule(state, delay);
    },
  };
}

class ClockAction<T> extends Subscription implements SchedulerAction<T> {
  readonly #clock: Clock;
  readonly #work: (this: SchedulerAction<T>, state?: T) => void;
  #pending: Subscription | undefined;

  constructor(clock: Clock, work: (this: SchedulerAction<T>, state?: T) => void) {
    super();
    this.#clock = clock;
    this.#work = work;
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this;
    if (this.#pending) {
      this.remove(this.#pending);
      this.#pending.unsubscribe();
    }
    this.#pending = this.#clock.at(this.#clock.now() + Math.max(0, delay), () => this.#run(state));
    this.add(this.#pending);
    return this;
  }

  #run(state: T | undefined): void {
    const due = this.#pending;
    this.#work.call(this, state);
    // An action that did not schedule itself again is over.
    if (this.#pending === due) this.unsubscribe();
  }
}
