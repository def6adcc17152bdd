import { xnys } from '../../src/calendar/xnys.js';
import type { Session } from '../../src/calendar/calendar.js';
import type { TimeInForce } from '../../src/core/order.js';
import { DAY, HOUR, MINUTE, SECOND, type Millis } from '../../src/core/time.js';

/** Before the opening auction, and before the closing one. */
const OPEN_CUTOFF = 2 * MINUTE;
const CLOSE_CUTOFF = 10 * MINUTE;
/** The venue takes them again from 19:00 New York on: five hours before the midnight that ends the date. */
const AGAIN = 5 * HOUR;
/** Two clocks never quite agree. */
const MARGIN = 5 * SECOND;

/**
 * When an order may be sent: at once (`at` itself), or for `opg` and `cls` orders after the hours in which the venue refuses them,
 * 09:28 to 19:00 New York for the opening auction and 15:50 to 19:00 for the closing one (ten minutes before an early close).
 *
 * A daily strategy decides at 16:00: its market-on-open order waits here for three hours.
 */
export function sendTimeOf(life: TimeInForce, at: Millis): Millis {
  if (life !== 'opg' && life !== 'cls') return at;
  const session = sessionOn(at);
  // On days without a session nothing is known to be refused.
  if (session === undefined) return at;
  const from = life === 'opg' ? session.open - OPEN_CUTOFF : session.close - CLOSE_CUTOFF;
  const until = session.dayEnd - AGAIN;
  return at >= from - MARGIN && at < until + MARGIN ? until + MARGIN : at;
}

/** The session of the New York date of an instant. */
function sessionOn(at: Millis): Session | undefined {
  const session = xnys.sessionOf(at);
  return at > session.dayEnd - DAY ? session : undefined;
}
