import type { Clock } from '../clock/clock.js';

/** The run's clock as one strategy sees it: its tasks run inside `guard`, which explains what they throw. */
export function guardedClock(clock: Clock, guard: (task: () => void) => void): Clock {
  return {
    now: () => clock.now(),
    at: (time, task) => clock.at(time, () => guard(task)),
    every: (period, task) => clock.every(period, () => guard(task)),
  };
}
