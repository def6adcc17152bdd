import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { ConfigError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import { dayOfIsoDate, intervalMillis } from '../../src/core/time.js';
import { ZoneClock } from '../common/zone-clock.js';
import type { CsvFolder } from '../csv/options.js';
import type { ParquetOptions } from './options.js';

const BASES: readonly string[] = ['raw', 'split', 'total-return'] satisfies readonly PriceBasis[];
const MODES: readonly string[] = ['strict', 'tolerant'];

/** Symbols and their files. @throws ConfigError for options that cannot work, before any file is touched. */
export function checkedFiles(options: ParquetOptions<PriceBasis>): readonly (readonly [symbol: string, file: string])[] {
  const { basis, mode = 'strict', interval = '1d', time = {}, from, to } = options;
  const refuse = (name: string, message: string, hint: string): never => {
    throw new ConfigError(message, { code: `parquet/${name}`, context: { basis, mode, interval, from, to }, hint });
  };
  if (!BASES.includes(basis))
    refuse('basis', `basis must be one of ${BASES.join(', ')}, not ${JSON.stringify(basis)}`, 'set basis: "split", for example');
  if (!MODES.includes(mode))
    refuse('mode', `mode must be strict or tolerant, not ${JSON.stringify(mode)}`, 'leave it out, or set mode: "tolerant"');
  for (const [name, date] of [['from', from] as const, ['to', to] as const])
    if (date !== undefined && dayOfIsoDate(date) === undefined)
      refuse('date', `${name} ${JSON.stringify(date)} is no date`, 'write an existing date as YYYY-MM-DD');
  if (from !== undefined && to !== undefined && from > to) refuse('date', `from ${from} is after to ${to}`, 'exchange the two dates');
  if (intervalMillis(interval) === undefined && time.stamp !== undefined)
    refuse(
      'stamp',
      'time.stamp is for intraday files; a daily row is the session of its date',
      'leave time.stamp out, or set the interval',
    );
  if (time.zone !== undefined) new ZoneClock(time.zone);
  const files = filesOf(options.files);
  return files.length > 0
    ? files
    : refuse('no-files', 'parquet() was given no file', 'give files: { SPY: "data/SPY.parquet" } or { dir, symbols }');
}

function filesOf(files: ParquetOptions<PriceBasis>['files']): (readonly [string, string])[] {
  if (!isFolder(files)) return Object.entries(files).map(([symbol, file]) => [symbol, pathOf(file)] as const);
  const { dir, symbols, pattern = '{symbol}.parquet' } = files;
  return symbols.map((symbol) => [symbol, path.join(pathOf(dir), pattern.replaceAll('{symbol}', symbol))] as const);
}

function pathOf(file: string | URL): string {
  return file instanceof URL ? fileURLToPath(file) : file;
}

function isFolder(files: ParquetOptions<PriceBasis>['files']): files is CsvFolder {
  return 'symbols' in files && Array.isArray(files.symbols);
}
