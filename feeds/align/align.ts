import type { Calendar, Session } from '../../src/calendar/calendar.js';
import { ConfigError } from '../../src/core/errors.js';
import { lastKnown, validateExternal, type ExternalSeries } from '../../src/core/external.js';
import type { IsoDate, Millis } from '../../src/core/time.js';

/** A series of facts as it was known at given instants. All columns have one entry an instant. */
export interface AlignedSeries {
  readonly name: string;
  readonly symbol?: string;
  /** The last value known at each instant; NaN before the first, and where it is older than allowed. */
  readonly values: Float64Array;
  /** How long that value had been known, in milliseconds; NaN before the first. */
  readonly age: Float64Array;
}

/** Options of {@link align}. */
export interface AlignOptions {
  /** Values known for longer than this, in milliseconds, are left out (NaN). Default: no limit. */
  readonly maxAge?: Millis;
}

/**
 * A series on the instants of a master clock, by forward fill alone: each instant gets the last value with a known-at time
 * not after it. Nothing is interpolated, and nothing is taken from later.
 *
 * @param times - epoch ms, ascending.
 * @throws DataError for a series out of order, ConfigError for instants out of order.
 */
export function align(series: ExternalSeries, times: ArrayLike<Millis>, { maxAge = Infinity }: AlignOptions = {}): AlignedSeries {
  validateExternal(series);
  const values = new Float64Array(times.length).fill(Number.NaN);
  const age = new Float64Array(times.length).fill(Number.NaN);
  let known = -1;
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!;
    if (i > 0 && !(time > times[i - 1]!)) throw unsorted(series.name, i);
    known = lastKnown(series, time, known);
    if (known < 0) continue;
    age[i] = time - series.knownAt[known]!;
    if (age[i]! <= maxAge) values[i] = series.values[known]!;
  }
  return { name: series.name, ...(series.symbol !== undefined && { symbol: series.symbol }), values, age };
}

/** Options of joins on the dates of sessions. */
export interface SessionAlignOptions extends AlignOptions {
  /** Point of the session at which is asked what is known. Default `close`. */
  readonly at?: 'open' | 'close';
}

/** Several series on the sessions of one calendar. */
export interface SessionAlignment {
  readonly sessions: readonly Session[];
  /** The instant of each session at which was asked. */
  readonly times: Float64Array;
  readonly series: readonly AlignedSeries[];
}

/**
 * {@link align} on the sessions of a calendar from one date to another, both inclusive.
 *
 * ```ts
 * alignToSessions([vix, tnx, dxy], xnys, '2015-01-02', '2023-12-29', { maxAge: 7 * DAY });
 * ```
 *
 * @throws ConfigError outside the calendar's range.
 */
export function alignToSessions(
  series: readonly ExternalSeries[],
  calendar: Calendar,
  from: IsoDate,
  to: IsoDate,
  { at = 'close', ...options }: SessionAlignOptions = {},
): SessionAlignment {
  const sessions = calendar.sessions(from, to);
  const times = Float64Array.from(sessions, (session) => session[at]);
  return { sessions, times, series: series.map((one) => align(one, times, options)) };
}

function unsorted(name: string, at: number): ConfigError {
  return new ConfigError(`align ${name}: instant ${at} is not after the one before`, {
    code: 'align/unsorted',
    context: { name, at },
    hint: 'give the instants in ascending order, each once',
  });
}
