import { BarSeries, Instrument, MINUTE, type InstrumentSpec, type BarInterval, type IsoDate, type Millis } from '../../src/index.js';

/** One bar as a test writes it: open, high, low, close, and volume (default a million). */
export type Row = readonly [open: number, high: number, low: number, close: number, volume?: number];

const PLENTY = 1_000_000;

/** An instrument, or just its symbol. */
export type InstrumentLike = string | InstrumentSpec | Instrument;

export function instrumentOf(like: InstrumentLike): Instrument {
  return like instanceof Instrument ? like : new Instrument(typeof like === 'string' ? { symbol: like } : like);
}

interface Stamp {
  readonly openTime: Millis;
  readonly time: Millis;
}

function seriesOf(instrument: Instrument, interval: BarInterval, stamps: readonly Stamp[], rows: readonly Row[]): BarSeries {
  const column = (pick: (row: Row) => number): Float64Array => Float64Array.from(rows, pick);
  return new BarSeries(instrument, interval, {
    time: Float64Array.from(stamps, (stamp) => stamp.time),
    openTime: Float64Array.from(stamps, (stamp) => stamp.openTime),
    open: column((row) => row[0]),
    high: column((row) => row[1]),
    low: column((row) => row[2]),
    close: column((row) => row[3]),
    volume: column((row) => row[4] ?? PLENTY),
  });
}

/** Session bars on consecutive sessions of the instrument's calendar. The first is a Monday in a week without holidays. */
export function daily(like: InstrumentLike, rows: readonly Row[], first: IsoDate = '2024-01-08'): BarSeries {
  const instrument = instrumentOf(like);
  const { calendar } = instrument;
  const start = calendar.session(first);
  if (start === undefined) throw new RangeError(`${first} is no session`);
  const stamps = rows.map((_, i) => calendar.at(start.index + i)).map(({ open, close }) => ({ openTime: open, time: close }));
  return seriesOf(instrument, '1d', stamps, rows);
}

/** Session bars on the dates given. */
export function dated(like: InstrumentLike, rows: readonly (readonly [IsoDate, ...Row])[]): BarSeries {
  const instrument = instrumentOf(like);
  const stamps = rows.map(([date]) => {
    const session = instrument.calendar.session(date);
    if (session === undefined) throw new RangeError(`${date} is no session`);
    return { openTime: session.open, time: session.close };
  });
  return seriesOf(
    instrument,
    '1d',
    stamps,
    rows.map(([, ...row]) => row),
  );
}

/** Bars of `minutes` length, one after the other, from `offset` minutes after the open of a date's session. */
export function intraday(like: InstrumentLike, date: IsoDate, rows: readonly Row[], { minutes = 1, offset = 0 } = {}): BarSeries {
  const instrument = instrumentOf(like);
  const session = instrument.calendar.session(date);
  if (session === undefined) throw new RangeError(`${date} is no session`);
  const stamps = rows.map((_, i) => {
    const openTime = session.open + (offset + i * minutes) * MINUTE;
    return { openTime, time: openTime + minutes * MINUTE };
  });
  return seriesOf(instrument, `${minutes}m`, stamps, rows);
}

/** One series after the other, of the same instrument and interval. */
export function joined(...parts: readonly BarSeries[]): BarSeries {
  const { instrument, interval } = parts[0]!;
  const stamps = parts.flatMap((part) => Array.from(part.columns.time, (time, row) => ({ openTime: part.openTimeAt(row), time })));
  const rows = parts.flatMap(({ columns: c }) =>
    Array.from(c.time, (_, i): Row => [c.open[i]!, c.high[i]!, c.low[i]!, c.close[i]!, c.volume[i]!]),
  );
  return seriesOf(instrument, interval, stamps, rows);
}

/** A bar that stands still. */
export function flat(price: number, volume?: number): Row {
  return volume === undefined ? [price, price, price, price] : [price, price, price, price, volume];
}
