import { ConfigError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import { barMillis, dayOfIsoDate } from '../../src/core/time.js';
import type { DayRange } from '../../src/store/day-range.js';
import type { FetchOptions, StoreOptions } from './options.js';

const BASES: readonly string[] = ['raw', 'split', 'total-return'] satisfies readonly PriceBasis[];

/** The wanted days. @throws ConfigError for options that cannot work, before any file is touched. */
export function checkedDays(options: StoreOptions<PriceBasis> | FetchOptions<PriceBasis>): DayRange {
  const { symbols, basis, interval = '1d', from, to } = options;
  const refuse = (code: string, message: string, hint: string): never => {
    throw new ConfigError(message, { code: `store/${code}`, context: { symbols, basis, interval, from, to }, hint });
  };
  if (symbols.length === 0) refuse('no-symbols', 'store() was given no symbol', 'give symbols: ["SPY"]');
  if (!BASES.includes(basis))
    refuse('basis', `basis must be one of ${BASES.join(', ')}, not ${JSON.stringify(basis)}`, 'set basis: "split", for example');
  barMillis(interval);
  const day = (name: string, date: string | undefined, otherwise: number): number =>
    date === undefined
      ? otherwise
      : (dayOfIsoDate(date) ?? refuse('date', `${name} ${JSON.stringify(date)} is no date`, 'write an existing date as YYYY-MM-DD'));
  const days = { first: day('from', from, -Infinity), last: day('to', to, Infinity) };
  if (days.first > days.last) refuse('date', `from ${from} is after to ${to}`, 'exchange the two dates');
  if ('fetch' in options && (options.source === undefined || from === undefined || to === undefined))
    refuse('fetch', 'a store that fetches needs source, from and to', 'say whose bars they are and which dates are wanted');
  return days;
}
