import type { Session } from '../calendar/calendar.js';
import { ConfigError } from '../core/errors.js';
import type { Instrument } from '../core/instrument.js';
import { BarSeries, validateSeries } from '../core/series.js';
import { intervalMillis, type Interval, type IsoDate, type Millis } from '../core/time.js';

/** A bar with names. What is left out follows from the close: a bar without a range, and a volume of a million. */
export interface TestBarFields {
  readonly open?: number;
  readonly high?: number;
  readonly low?: number;
  readonly close: number;
  readonly volume?: number;
  /** Values of further columns, as `bar.get(name)` reads them. */
  readonly extra?: Readonly<Record<string, number>>;
}

/**
 * A bar as a test writes it: its close; open, high, low, close and volume; or the same by name. `undefined` is a
 * session (or an intraday step) in which the symbol has no bar.
 */
export type TestBar =
  | number
  | readonly [open: number, high: number, low: number, close: number, volume?: number]
  | TestBarFields
  | undefined;

const VOLUME = 1_000_000;

/**
 * Bars one after the other from a date on: sessions of the instrument's calendar, or intraday bars from the open of
 * each session to its close.
 * @throws ConfigError for a first date that is no session, DataError for impossible prices.
 */
export function seriesOfTestBars(instrument: Instrument, interval: Interval, first: IsoDate, bars: readonly TestBar[]): BarSeries {
  const rows = bars.flatMap((bar, step) => (bar === undefined ? [] : [{ ...fieldsOf(bar), step }]));
  const stamps = stampsFrom(instrument, interval, first, bars.length);
  const column = (of: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, of);
  const names = new Set(rows.flatMap((row) => Object.keys(row.extra)));
  return validateSeries(
    new BarSeries(instrument, interval, {
      time: column(({ step }) => stamps[step]!.time),
      openTime: column(({ step }) => stamps[step]!.openTime),
      open: column((row) => row.open),
      high: column((row) => row.high),
      low: column((row) => row.low),
      close: column((row) => row.close),
      volume: column((row) => row.volume),
      ...(names.size > 0 && { extra: new Map([...names].map((name) => [name, column((row) => row.extra[name] ?? Number.NaN)])) }),
    }),
  );
}

function fieldsOf(bar: Exclude<TestBar, undefined>): Required<TestBarFields> {
  if (typeof bar === 'number') return { open: bar, high: bar, low: bar, close: bar, volume: VOLUME, extra: {} };
  if (isRow(bar)) return { open: bar[0], high: bar[1], low: bar[2], close: bar[3], volume: bar[4] ?? VOLUME, extra: {} };
  const { close, open = close, high = Math.max(open, close), low = Math.min(open, close), volume = VOLUME, extra = {} } = bar;
  return { open, high, low, close, volume, extra };
}

function isRow(bar: Exclude<TestBar, number | undefined>): bar is readonly [number, number, number, number, number?] {
  return Array.isArray(bar);
}

function stampsFrom({ calendar }: Instrument, interval: Interval, first: IsoDate, count: number): { openTime: Millis; time: Millis }[] {
  const length = intervalMillis(interval);
  let session: Session | undefined = calendar.session(first);
  if (session === undefined) {
    throw new ConfigError(`${first} is no session of ${calendar.name}`, {
      code: 'testing/first-session',
      context: { first, calendar: calendar.name },
      hint: 'set first to a date on which the venue is open',
    });
  }
  const stamps: { openTime: Millis; time: Millis }[] = [];
  for (; stamps.length < count; session = calendar.at(session.index + 1)) {
    const step: Millis = length ?? session.close - session.open;
    for (let openTime = session.open; openTime < session.close && stamps.length < count; openTime += step)
      stamps.push({ openTime, time: Math.min(openTime + step, session.close) });
  }
  return stamps;
}
