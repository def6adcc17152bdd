import type { Calendar } from '../calendar/calendar.js';
import { forwarded } from '../core/forwarded.js';
import type { IsoDate, Millis } from '../core/time.js';

/** The account's equity over time. The start value stands apart, before the first point. */
export interface EquityCurve {
  readonly startTime: Millis;
  readonly startEquity: number;
  /** One point a slice: epoch ms, and equity in account currency. */
  readonly times: Float64Array;
  readonly equity: Float64Array;
  /** One point a session, its last equity; parallel arrays. */
  readonly sessionDates: readonly IsoDate[];
  readonly sessionTimes: Float64Array;
  readonly sessionEquity: Float64Array;
}

/** Puts a curve together from its points: finds the last point of each session of the calendar. */
export function equityCurveOf(
  points: { readonly times: Float64Array; readonly equity: Float64Array },
  start: { readonly time: Millis; readonly equity: number },
  calendar: Calendar,
): EquityCurve {
  const { times, equity } = points;
  const { sessionTimes, sessionEquity } = sessionPoints(times, equity, calendar);
  return withDates(
    { startTime: start.time, startEquity: start.equity, times, equity, sessionTimes, sessionEquity },
    new SessionDates(sessionTimes, calendar),
  );
}

/** Dates of sessions, written out when they are asked for: a sweep over daily bars never does. */
class SessionDates {
  readonly #times: Float64Array;
  readonly #calendar: Calendar;
  #dates: readonly IsoDate[] | undefined;

  constructor(times: Float64Array, calendar: Calendar) {
    this.#times = times;
    this.#calendar = calendar;
  }

  get sessionDates(): readonly IsoDate[] {
    return (this.#dates ??= Array.from(this.#times, (time) => this.#calendar.sessionOf(time).date));
  }
}

const withDates = forwarded<Pick<EquityCurve, 'sessionDates'>>(['sessionDates']).onto;

/** The last point of each session, for ascending times. Where each point is a session, the columns are the curve's own. */
function sessionPoints(times: Float64Array, equity: Float64Array, calendar: Calendar): Pick<EquityCurve, 'sessionTimes' | 'sessionEquity'> {
  const ends = sessionEnds(times, calendar);
  if (ends === undefined) return { sessionTimes: times, sessionEquity: equity };
  return { sessionTimes: Float64Array.from(ends, (at) => times[at]!), sessionEquity: Float64Array.from(ends, (at) => equity[at]!) };
}

/** Where the sessions of a column end, which is a part of some buffer. */
interface KnownEnds {
  readonly offset: number;
  readonly length: number;
  readonly calendar: Calendar;
  readonly ends: Uint32Array | undefined;
}

/** What was found for the columns of a table, of which a sweep makes any number of runs. */
const known = new WeakMap<ArrayBufferLike, KnownEnds>();

/** Index of the last point of each session; `undefined` where each point is one. */
function sessionEnds(times: Float64Array, calendar: Calendar): Uint32Array | undefined {
  const { byteOffset: offset, length } = times;
  const before = known.get(times.buffer);
  if (before !== undefined && before.offset === offset && before.length === length && before.calendar === calendar) return before.ends;
  const ends: number[] = [];
  for (let at = 0; at < times.length; at++) {
    at = lastUntil(times, at, calendar.dayEndOf(times[at]!));
    ends.push(at);
  }
  const found = ends.length === times.length ? undefined : Uint32Array.from(ends);
  known.set(times.buffer, { offset, length, calendar, ends: found });
  return found;
}

/** Index of the last time up to `end`, which `times[from]` is not beyond: in ever longer steps, then in ever shorter ones. */
function lastUntil(times: Float64Array, from: number, end: Millis): number {
  const { length } = times;
  let at = from;
  let step = 1;
  for (; at + step < length && times[at + step]! <= end; step <<= 1) at += step;
  for (step >>= 1; step > 0; step >>= 1) if (at + step < length && times[at + step]! <= end) at += step;
  return at;
}
