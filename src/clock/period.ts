import { ConfigError } from '../core/errors.js';
import type { Millis } from '../core/time.js';

/** @throws ConfigError for a period that no clock can keep. */
export function requirePeriod(period: Millis): void {
  if (period > 0) return;
  throw new ConfigError(`clock.every: the period must be above 0 ms, not ${period}`, {
    code: 'clock/period',
    context: { period },
    hint: 'give milliseconds',
  });
}
