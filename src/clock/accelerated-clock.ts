import type { Subscription } from 'rxjs';

import { ConfigError } from '../core/errors.js';
import type { Millis } from '../core/time.js';
import type { Clock } from './clock.js';

/**
 * A clock that shows another time than the one it is driven by, and runs at another speed: `speed` 60 makes an hour pass
 * in a minute.
 * @param from - what it shows now.
 * @throws ConfigError for a speed that is not above 0.
 */
export function acceleratedClock(base: Clock, { from, speed }: { readonly from: Millis; readonly speed: number }): Clock {
  if (!(speed > 0 && speed < Infinity)) {
    throw new ConfigError(`a clock cannot run at speed ${speed}`, {
      code: 'clock/speed',
      context: { speed },
      hint: 'give a number above 0; for as fast as possible use a SimulatedClock',
    });
  }
  const start = base.now();
  return {
    now: () => from + (base.now() - start) * speed,
    at: (time: Millis, task: () => void): Subscription => base.at(start + (time - from) / speed, task),
    every: (period: Millis, task: () => void): Subscription => base.every(period / speed, task),
  };
}
