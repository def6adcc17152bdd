import type { Calendar, Session } from '../../src/calendar/calendar.js';
import { ConfigError } from '../../src/core/errors.js';
import type { Instrument } from '../../src/core/instrument.js';
import { barFault } from '../../src/core/series.js';
import { DAY, isoDateOfDay, isoInstant, MINUTE, type IsoDate } from '../../src/core/time.js';
import type { FeedNotice, LiveBar } from '../../src/feed/live-feed.js';
import { placeIntraday } from '../common/intraday-bar.js';
import { ZoneClock } from '../common/zone-clock.js';
import type { AlpacaBar } from './client.js';
import type { PlacedBar } from './told-bars.js';

/** Puts Alpaca's bars, which it stamps with their start, on the calendar of their instrument. */
export class BarPlace {
  readonly #zone: ZoneClock;

  constructor(
    readonly instrument: Instrument,
    readonly interval: '1m' | '1d',
    readonly onNotice: (notice: FeedNotice) => void,
  ) {
    this.#zone = new ZoneClock(instrument.calendar.zone);
  }

  /** `undefined`, and a notice, for a bar that cannot be. */
  of({ time: start, figures }: AlpacaBar): PlacedBar | undefined {
    if (!Number.isFinite(start)) return this.#leaveOut('a bar without time', 'bar/time');
    const at = isoInstant(start);
    if (figures === undefined) return this.#leaveOut(`${at}: the source has no figures for it`, 'bar/empty');
    const { open, high, low, close, volume } = figures;
    const fault = barFault(open, high, low, close, volume);
    if (fault !== undefined) return this.#leaveOut(`${at}: ${fault.message}`, fault.code);
    const { calendar } = this.instrument;
    if (this.interval === '1m') return { openTime: start, ...placeIntraday(calendar, start, MINUTE), figures };
    const date = isoDateOfDay(Math.floor((start + this.#zone.offsetAt(start)) / DAY));
    const session = sessionOn(calendar, date);
    if (session === undefined) return this.#leaveOut(`${date} is no session of ${calendar.name}`, 'alpaca/no-session');
    return { openTime: session.open, time: session.close, extended: false, figures };
  }

  liveBar({ openTime, time, extended, figures: { open, high, low, close, volume } }: PlacedBar, origin: LiveBar['origin']): LiveBar {
    const { instrument, interval } = this;
    return { instrument, interval, openTime, time, open, high, low, close, volume, extended, origin };
  }

  #leaveOut(why: string, fault: string): undefined {
    const { instrument, interval } = this;
    this.onNotice({
      level: 'warn',
      code: 'alpaca/bar',
      message: `alpaca: ${instrument.symbol} ${interval}: left out: ${why}`,
      data: { symbol: instrument.symbol, interval, fault },
    });
    return undefined;
  }
}

/** Dates beyond the calendar's range have none. */
function sessionOn(calendar: Calendar, date: IsoDate): Session | undefined {
  try {
    return calendar.session(date);
  } catch (error) {
    if (error instanceof ConfigError && error.code === 'calendar/out-of-range') return undefined;
    throw error;
  }
}
