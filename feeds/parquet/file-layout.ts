import type { FileMetaData, SchemaElement } from 'hyparquet';

import type { BarFault } from '../../src/core/series.js';
import { Header } from '../csv/header.js';
import { ParquetFaults } from './parquet-faults.js';
import type { ParquetColumns, ParquetTime } from './options.js';
import { timeValues, type TimeValues } from './time-values.js';

/** Where a file has what. */
export interface FileLayout {
  readonly time: { readonly name: string; readonly values: TimeValues };
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string | undefined;
  readonly adjClose: string | undefined;
  readonly extra: readonly string[];
  readonly symbol: string | undefined;
}

export interface LayoutOptions {
  readonly columns: ParquetColumns;
  readonly extra: readonly string[];
  readonly time: ParquetTime;
  readonly totalReturn: boolean;
  readonly needsVolume: boolean;
}

const SYMBOLS: readonly string[] = ['symbol', 'ticker'];
/** What pandas calls an index that has no name. */
const NAMELESS_INDEX = '__index_level_0__';

/** Finds the columns. @throws DataError for one that is missing, nested, or of a type that cannot hold what it should. */
export function layoutOf(file: string, metadata: FileMetaData, options: LayoutOptions): FileLayout {
  const elements = topLevel(metadata);
  const names = elements.map(({ name }) => name);
  const header = new Header(names, 0, new ParquetFaults(file, 'columns', 'strict', {}));
  const { columns, extra, totalReturn, needsVolume } = options;
  const element = (place: number): SchemaElement => elements[place]!;
  const number = (place: number, role: string): string => {
    const one = element(place);
    if (!isNumber(one))
      throw fault(header, {
        code: 'parquet/type',
        message: `${one.name} holds no numbers (${typeOf(one)}), and ${role} needs them`,
        hint: 'name another column, or write it as a number',
      });
    return one.name;
  };
  const volume = needsVolume ? header.require('volume', columns.volume) : header.find('volume', columns.volume);
  const nameless = columns.time === undefined && header.find('time') === undefined && names.includes(NAMELESS_INDEX);
  const time = element(header.require('time', nameless ? NAMELESS_INDEX : columns.time));
  const values = timeValues(time, options.time.format);
  if (values === undefined) {
    throw fault(header, {
      code: 'parquet/time-type',
      message: `${time.name} is a plain number (${typeOf(time)}), whose unit is not known`,
      hint: 'say time: { format: "epoch-seconds" } or "epoch-millis", or write the column as timestamps',
    });
  }
  const symbol =
    columns.symbol === undefined ? names.findIndex((name) => SYMBOLS.includes(name.toLowerCase())) : header.named(columns.symbol, 'symbol');
  return {
    time: { name: time.name, values },
    open: number(header.require('open', columns.open), 'open'),
    high: number(header.require('high', columns.high), 'high'),
    low: number(header.require('low', columns.low), 'low'),
    close: number(header.require('close', columns.close), 'close'),
    volume: volume === undefined ? undefined : number(volume, 'volume'),
    adjClose: totalReturn ? number(header.require('adjClose', columns.adjClose), 'adjClose') : undefined,
    extra: extra.map((name) => number(header.named(name, 'extra'), 'a further column')),
    symbol: symbol < 0 ? undefined : names[symbol]!,
  };
}

/** Leaf columns that lie directly below the root. */
function topLevel({ schema }: FileMetaData): SchemaElement[] {
  const found: SchemaElement[] = [];
  const skip = (at: number): number => {
    let next = at + 1;
    for (let child = 0; child < (schema[at]!.num_children ?? 0); child++) next = skip(next);
    return next;
  };
  for (let at = 1, left = schema[0]?.num_children ?? 0; left > 0; left--, at = skip(at))
    if (!schema[at]!.num_children) found.push(schema[at]!);
  return found;
}

function isNumber({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL' || logical?.type === 'FLOAT16') return true;
  if (converted?.startsWith('TIME') || converted === 'DATE' || logical?.type.startsWith('TIME') || logical?.type === 'DATE') return false;
  return type === 'DOUBLE' || type === 'FLOAT' || type === 'INT32' || type === 'INT64';
}

function typeOf({ type, logical_type: logical, converted_type: converted }: SchemaElement): string {
  return [type, logical?.type ?? converted].filter(Boolean).join(' ');
}

function fault(header: Header, what: BarFault): Error {
  return header.faults.error(0, what);
}
