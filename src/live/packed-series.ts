import type { Calendar } from '../calendar/calendar.js';
import { DataError } from '../core/errors.js';
import { Instrument, type InstrumentSpec } from '../core/instrument.js';
import { BarSeries } from '../core/series.js';
import type { BarInterval } from '../core/time.js';

/** A series as a row of the journal: what it is as JSON, its columns as bytes (float64, little-endian; flags a byte each). */
export interface PackedSeries {
  readonly description: string;
  readonly columns: Buffer;
}

interface Description {
  readonly instrument: Omit<InstrumentSpec, 'calendar'> & { readonly calendar: string };
  readonly interval: BarInterval;
  readonly length: number;
  readonly extra: readonly string[];
}

/** Packs a series. */
export function packSeries(series: BarSeries): PackedSeries {
  const { instrument, interval, length, columns } = series;
  const { symbol, currency, tick, lotStep, multiplier, volume, basis, calendar } = instrument;
  const extra = [...(columns.extra ?? [])];
  const description: Description = {
    instrument: { symbol, currency, ...(tick !== undefined && { tick }), lotStep, multiplier, volume, basis, calendar: calendar.name },
    interval,
    length,
    extra: extra.map(([name]) => name),
  };
  const openTime = Float64Array.from({ length }, (_, row) => series.openTimeAt(row));
  const { time, open, high, low, close, volume: volumes } = columns;
  const floats = [time, openTime, open, high, low, close, volumes, ...extra.map(([, column]) => column)];
  return {
    description: JSON.stringify(description),
    columns: Buffer.concat([
      ...floats.map((column) => Buffer.from(column.buffer, column.byteOffset, column.byteLength)),
      columns.extended ?? new Uint8Array(length),
    ]),
  };
}

/** The series again. `calendarOf` finds the calendar that has a name. @throws DataError for bytes that are not of such a series. */
export function unpackSeries({ description, columns }: PackedSeries, calendarOf: (name: string) => Calendar): BarSeries {
  const { instrument, interval, length, extra } = JSON.parse(description) as Description;
  const names = ['time', 'openTime', 'open', 'high', 'low', 'close', 'volume', ...extra] as const;
  if (columns.byteLength !== length * (8 * names.length + 1)) {
    throw new DataError(`${instrument.symbol}: its history in the journal is damaged`, {
      code: 'journal/history',
      context: { symbol: instrument.symbol, bytes: columns.byteLength },
      hint: 'restore the journal from a copy, or start a new instance',
    });
  }
  // Copied, because a typed array must begin at a multiple of its element size.
  const bytes = new Uint8Array(columns);
  const floats = new Map(names.map((name, i) => [name, new Float64Array(bytes.buffer, i * 8 * length, length)]));
  const column = (name: string): Float64Array => floats.get(name)!;
  return new BarSeries(new Instrument({ ...instrument, calendar: calendarOf(instrument.calendar) }), interval, {
    time: column('time'),
    openTime: column('openTime'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
    extended: bytes.slice(names.length * 8 * length),
    ...(extra.length > 0 && { extra: new Map(extra.map((name) => [name, column(name)])) }),
  });
}
