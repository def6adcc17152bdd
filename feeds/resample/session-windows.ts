import type { Calendar } from '../../src/calendar/calendar.js';
import type { PeriodWindow, PeriodWindows } from '../../src/calendar/period.js';
import { ConfigError } from '../../src/core/errors.js';
import type { Instrument } from '../../src/core/instrument.js';
import { barMillis, MINUTE, type BarInterval, type Millis } from '../../src/core/time.js';

/** When session bars made of intraday ones close. */
export interface SessionCut {
  /** Whole minutes before the session's close, early closes included. Default 0: at the close. At most 120. */
  readonly minutesBeforeClose?: number;
}

/** From the open of each session to the cut before its close. */
export class SessionWindows implements PeriodWindows {
  readonly interval = '1d';
  readonly #calendar: Calendar;
  readonly #before: Millis;

  /** @throws ConfigError for bars that no cut divides. */
  constructor({ calendar, symbol }: Instrument, interval: BarInterval, { minutesBeforeClose = 0 }: SessionCut) {
    this.#calendar = calendar;
    this.#before = minutesBeforeClose * MINUTE;
    const length = interval === '1d' ? undefined : barMillis(interval);
    // Bars on the half hour never lie across the open or the close, and so across no cut that they divide either.
    if (length === undefined || (30 * MINUTE) % length !== 0 || this.#before % length !== 0) {
      throw new ConfigError(
        `${symbol}: ${interval} bars cannot make sessions that close ${minutesBeforeClose} minutes before the venue does`,
        {
          code: 'session-bars/interval',
          context: { symbol, interval, minutesBeforeClose },
          hint: 'start from minutes, or from bars that divide both half an hour and the minutes before the close',
        },
      );
    }
  }

  /** The window that holds an instant, or, after its end, the one of the session that has not closed. */
  of(time: Millis): PeriodWindow {
    const { open, close } = this.#calendar.nextClosing(time);
    return { start: open, end: close - this.#before };
  }

  /** End of the last window that is over. */
  latestEnd(now: Millis): Millis {
    const session = this.#calendar.nextClosing(now);
    const end = session.close - this.#before;
    return end <= now ? end : this.#calendar.at(session.index - 1).close - this.#before;
  }
}

/** @throws ConfigError for a cut that cannot be. */
export function checkCut({ minutesBeforeClose = 0 }: SessionCut): void {
  if (Number.isInteger(minutesBeforeClose) && minutesBeforeClose >= 0 && minutesBeforeClose <= 120) return;
  throw new ConfigError(`session bars cannot close ${minutesBeforeClose} minutes before the session`, {
    code: 'session-bars/minutes',
    context: { minutesBeforeClose },
    hint: 'give whole minutes from 0 to 120',
  });
}
