import { createHash, type Hash } from 'node:crypto';
import type { ExternalSeries } from '../core/external.js';
import type { Instrument } from '../core/instrument.js';
import type { BarTable, TableSeries } from '../core/table.js';
import { isoInstant } from '../core/time.js';

/** A series of bars as the manifest names it. */
export interface SeriesFingerprint {
  readonly symbol: string;
  readonly interval: string;
  readonly rows: number;
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly sha256: string;
}

/** An external series as the manifest names it. */
export interface ExternalFingerprint {
  readonly name: string;
  readonly symbol: string | undefined;
  readonly values: number;
  readonly sha256: string;
}

/** What a run's data are: hashes over the numbers themselves, so that it does not matter where they came from. */
export interface DataFingerprint {
  /** Over the hashes of all series, in their order. */
  readonly sha256: string;
  readonly basis: string;
  readonly instruments: readonly Readonly<Record<string, unknown>>[];
  readonly series: readonly SeriesFingerprint[];
  readonly externals: readonly ExternalFingerprint[];
}

/** Hashes every column of every series (float64, little-endian), open times and further columns included. */
export function dataFingerprint(table: BarTable): DataFingerprint {
  const series = table.series.map(ofSeries);
  const externals = table.externals.map(ofExternal);
  const all = createHash('sha256');
  for (const { symbol, interval, sha256 } of series) all.update(`${symbol}\n${interval}\n${sha256}\n`);
  for (const { name, symbol, sha256 } of externals) all.update(`${name}\n${symbol ?? ''}\n${sha256}\n`);
  return { sha256: all.digest('hex'), basis: table.basis, instruments: table.instruments.map(ofInstrument), series, externals };
}

function ofInstrument(instrument: Instrument): Readonly<Record<string, unknown>> {
  const { symbol, currency, calendar, tick, lotStep, multiplier, volume } = instrument;
  return { symbol, currency, calendar: calendar.name, tick, lotStep, multiplier, volume };
}

function ofSeries({ source, instrument, interval, length, time }: TableSeries): SeriesFingerprint {
  const { columns, duration } = source;
  const hash = createHash('sha256');
  hash.update(`duration ${duration}\n`);
  for (const name of ['time', 'openTime', 'open', 'high', 'low', 'close', 'volume', 'extended'] as const) add(hash, name, columns[name]);
  for (const [name, column] of [...(columns.extra ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))) add(hash, `extra ${name}`, column);
  return {
    symbol: instrument.symbol,
    interval,
    rows: length,
    first: length === 0 ? undefined : isoInstant(time[0]!),
    last: length === 0 ? undefined : isoInstant(time[length - 1]!),
    sha256: hash.digest('hex'),
  };
}

function ofExternal({ name, symbol, knownAt, values }: ExternalSeries): ExternalFingerprint {
  const hash = createHash('sha256');
  add(hash, 'knownAt', knownAt);
  add(hash, 'values', values);
  return { name, symbol, values: values.length, sha256: hash.digest('hex') };
}

function add(hash: Hash, name: string, column: Float64Array | Uint8Array | undefined): void {
  if (column === undefined) return;
  hash.update(`${name} ${column.length}\n`);
  hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
}
