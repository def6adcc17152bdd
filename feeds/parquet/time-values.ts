import type { DecodedArray, FileMetaData, SchemaElement } from 'hyparquet';

import { DAY, SECOND, dayOfIsoDate } from '../../src/core/time.js';
import type { ParquetTime } from './options.js';

/** What the values of a time column are, once they are numbers. */
export type TimeKind =
  /** Milliseconds UTC. */
  | 'instant'
  /** Milliseconds as if local time were UTC. */
  | 'local'
  /** Milliseconds at the midnight of a date. */
  | 'date';

/** A time column, ready to be read. */
export interface TimeValues {
  readonly kind: TimeKind;
  /** For messages: `timestamp[ns, UTC]`. */
  readonly type: string;
  /** Puts values into a column of milliseconds; NaN where there is none. */
  readonly read: (values: DecodedArray, into: Float64Array, at: number) => void;
}

/** How the column is stored, or `undefined` for a type that is no time. */
export function timeValues(element: SchemaElement, format: ParquetTime['format']): TimeValues | undefined {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (converted === 'DATE' || logical?.type === 'DATE') return { kind: 'date', type: 'date', read: numbers((days) => days * DAY) };
  if (logical?.type === 'TIMESTAMP') {
    const { unit, isAdjustedToUTC } = logical;
    const short = unit === 'MILLIS' ? 'ms' : unit === 'MICROS' ? 'us' : 'ns';
    return {
      kind: isAdjustedToUTC ? 'instant' : 'local',
      type: `timestamp[${short}${isAdjustedToUTC ? ', UTC' : ''}]`,
      read: int64(short),
    };
  }
  if (converted === 'TIMESTAMP_MILLIS') return { kind: 'instant', type: 'timestamp[ms, UTC]', read: int64('ms') };
  if (converted === 'TIMESTAMP_MICROS') return { kind: 'instant', type: 'timestamp[us, UTC]', read: int64('us') };
  // hyparquet gives nanoseconds of this old type to the parser, which makes milliseconds of them.
  if (type === 'INT96') return { kind: 'local', type: 'timestamp[int96]', read: numbers((time) => time) };
  if (type === 'BYTE_ARRAY') return { kind: 'date', type: 'string', read: dates };
  if (format === undefined) return undefined;
  const unit = format === 'epoch-seconds' ? SECOND : 1;
  return { kind: 'instant', type: format, read: numbers((value) => Math.round(value * unit)) };
}

/** The schema with the time column as plain integers: making a `Date` of each would take most of the time of loading. */
export function withPlainTime(metadata: FileMetaData, column: string): FileMetaData {
  const schema = metadata.schema.map((element) => {
    if (element.name !== column || element.type !== 'INT64') return element;
    const { converted_type: _converted, logical_type: _logical, ...plain } = element;
    return plain;
  });
  return { ...metadata, schema };
}

function numbers(of: (value: number) => number): TimeValues['read'] {
  return (values, into, at) => {
    for (let i = 0; i < values.length; i++) {
      const value: unknown = values[i];
      into[at + i] = value === null || value === undefined ? Number.NaN : of(value instanceof Date ? value.getTime() / DAY : Number(value));
    }
  };
}

function int64(unit: 'ms' | 'us' | 'ns'): TimeValues['read'] {
  const perMillisecond = unit === 'ms' ? 1 : unit === 'us' ? 1000 : 1_000_000;
  return (values, into, at) => {
    if (!(values instanceof BigInt64Array)) {
      for (let i = 0; i < values.length; i++) {
        const value = values[i] as bigint | null | undefined;
        into[at + i] =
          value === null || value === undefined ? Number.NaN : millis(Number(value >> 32n), Number(value & 0xffff_ffffn), perMillisecond);
      }
      return;
    }
    // Halves of the integers, which is several times faster than arithmetic on bigint.
    const halves = new DataView(values.buffer, values.byteOffset, values.byteLength);
    for (let i = 0; i < values.length; i++)
      into[at + i] = millis(halves.getInt32(i * 8 + 4, true), halves.getUint32(i * 8, true), perMillisecond);
  };
}

/** Whole milliseconds of an integer given by halves. The quotients are off by less than a microsecond. */
function millis(high: number, low: number, perMillisecond: number): number {
  if (perMillisecond === 1) return high * 4_294_967_296 + low;
  return Math.floor((high * 4_294_967_296) / perMillisecond + low / perMillisecond + 1e-3);
}

function dates(values: DecodedArray, into: Float64Array, at: number): void {
  for (let i = 0; i < values.length; i++) {
    const value: unknown = values[i];
    const day = typeof value === 'string' ? dayOfIsoDate(value.slice(0, 10)) : undefined;
    into[at + i] = day === undefined ? Number.NaN : day * DAY;
  }
}
