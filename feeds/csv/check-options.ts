import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { ConfigError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import { dayOfIsoDate, intervalMillis, type Millis } from '../../src/core/time.js';
import type { CsvFolder, CsvOptions } from './options.js';
import { timeColumn, type TimeColumn } from './time-options.js';

const BASES: readonly string[] = ['raw', 'split', 'total-return'] satisfies readonly PriceBasis[];
const MODES: readonly string[] = ['strict', 'tolerant'];

/** Options of a feed, checked and with their defaults. */
export interface CheckedOptions {
  readonly files: readonly (readonly [symbol: string, file: string])[];
  readonly time: TimeColumn;
  /** `undefined` for daily files. */
  readonly intraday: { readonly duration: Millis; readonly anchor: 'open' | 'close' } | undefined;
}

/** @throws ConfigError for options that cannot work, before any file is touched. */
export function checkOptions(options: CsvOptions<PriceBasis>): CheckedOptions {
  const { interval = '1d', time = {}, basis, mode = 'strict', from, to } = options;
  if (!BASES.includes(basis)) throw oneOf('basis', basis, BASES);
  if (!MODES.includes(mode)) throw oneOf('mode', mode, MODES);
  for (const [name, value, known] of [
    ['order', options.order ?? 'ascending', ['ascending', 'descending']],
    ['numbers', options.numbers ?? 'plain', ['plain', 'decorated']],
  ] as const)
    if (!(known as readonly string[]).includes(value)) throw oneOf(name, value, known);
  checkDates(from, to);
  const files = filesOf(options.files);
  const duration = intervalMillis(interval);
  if (duration === undefined && time.stamp !== undefined) {
    throw new ConfigError('time.stamp is for intraday files; a daily file has dates, which are sessions', {
      code: 'csv/stamp',
      context: { interval, stamp: time.stamp },
      hint: 'leave time.stamp out, or set the interval',
    });
  }
  if (duration !== undefined && time.stamp !== 'open' && time.stamp !== 'close') {
    throw new ConfigError(`${interval} files must say whether a stamp is the bar's open or its close`, {
      code: 'csv/stamp',
      context: { interval, stamp: time.stamp },
      hint: 'set time: { stamp: "open" } or "close"; look at the first bar of a session: 09:30 is an open in New York, 09:31 a close of 1m',
    });
  }
  return {
    files,
    time: timeColumn(time, duration === undefined ? 'dates' : 'instants'),
    intraday: duration === undefined ? undefined : { duration, anchor: time.stamp! },
  };
}

function filesOf(files: CsvOptions<PriceBasis>['files']): CheckedOptions['files'] {
  const found = isFolder(files)
    ? files.symbols.map(
        (symbol) => [symbol, path.join(pathOf(files.dir), (files.pattern ?? '{symbol}.csv').replaceAll('{symbol}', symbol))] as const,
      )
    : Object.entries(files).map(([symbol, file]) => [symbol, pathOf(file)] as const);
  if (found.length > 0) return found;
  throw new ConfigError('csv() was given no file', {
    code: 'csv/no-files',
    hint: 'give files: { SPY: "data/SPY.csv" } or { dir, symbols }',
  });
}

function pathOf(file: string | URL): string {
  return file instanceof URL ? fileURLToPath(file) : file;
}

function isFolder(files: CsvOptions<PriceBasis>['files']): files is CsvFolder {
  return 'symbols' in files && Array.isArray(files.symbols);
}

function checkDates(from: string | undefined, to: string | undefined): void {
  for (const [name, date] of [['from', from] as const, ['to', to] as const]) {
    if (date === undefined || dayOfIsoDate(date) !== undefined) continue;
    throw new ConfigError(`${name} ${JSON.stringify(date)} is no date`, {
      code: 'csv/date',
      context: { [name]: date },
      hint: 'write an existing date as YYYY-MM-DD',
    });
  }
  if (from === undefined || to === undefined || from <= to) return;
  throw new ConfigError(`from ${from} is after to ${to}`, { code: 'csv/date', context: { from, to }, hint: 'exchange the two dates' });
}

function oneOf(name: string, value: unknown, known: readonly string[]): ConfigError {
  return new ConfigError(`${name} must be one of ${known.join(', ')}, not ${JSON.stringify(value)}`, {
    code: `csv/${name}`,
    context: { [name]: value },
    hint: `set ${name}: ${JSON.stringify(known[0])}, for example`,
  });
}
