import { ConfigError } from '../../src/core/errors.js';
import type { InstrumentSpec, PriceBasis } from '../../src/core/instrument.js';
import { dayOfIsoDate, type Interval, type IsoDate } from '../../src/core/time.js';
import type { NetworkOptions } from './network-options.js';

/** What a source does not say about its instruments. */
export type FeedInstrument = Omit<InstrumentSpec, 'symbol' | 'basis'>;

/** Options that all feeds over a network have. */
export interface NetworkFeedOptions<Basis extends PriceBasis> extends NetworkOptions {
  readonly symbols: readonly string[];
  /** What the source calls those symbols that it spells in another way: `{ 'BRK.B': 'BRK-B' }`. */
  readonly names?: Readonly<Record<string, string>>;
  /** What the prices shall be adjusted for. There is no default. */
  readonly basis: Basis;
  /** Length of a bar. Default `1d`: sessions. */
  readonly interval?: Interval;
  /** First date, in the calendar's zone. */
  readonly from?: IsoDate;
  /** Last date, inclusive, in the calendar's zone. Default: the last closed bar. */
  readonly to?: IsoDate;
  /** For all symbols of the feed: calendar, currency, tick, lot step and the like. */
  readonly instrument?: FeedInstrument;
  /**
   * `strict` (default) refuses rows whose figures contradict each other; `tolerant` drops, counts and lists them. Rows
   * that the source leaves empty are dropped and counted either way.
   */
  readonly mode?: 'strict' | 'tolerant';
}

/** First and last day number, both included. */
export interface Days {
  readonly first: number;
  readonly last: number;
}

/** @throws ConfigError for symbols or dates that cannot be. */
export function checkFeedOptions(
  name: string,
  options: Pick<NetworkFeedOptions<PriceBasis>, 'symbols' | 'names' | 'from' | 'to' | 'mode' | 'basis'>,
  bases: readonly PriceBasis[],
): Days {
  const { symbols, names = {}, from, to, mode = 'strict', basis } = options;
  const refuse = (code: string, message: string, hint: string): never => {
    throw new ConfigError(`${name}: ${message}`, { code: `feed/${code}`, context: { feed: name, symbols, from, to, mode, basis }, hint });
  };
  if (symbols.length === 0) refuse('no-symbols', 'no symbol was given', 'give symbols: ["SPY"], for example');
  for (const symbol of [...symbols, ...Object.values(names)]) {
    if (!/^[\w.^=:/-]+$/.test(symbol) || symbol.includes('..'))
      refuse('symbol', `${JSON.stringify(symbol)} is no symbol`, 'write it as the source does');
  }
  if (new Set(symbols).size < symbols.length) refuse('symbol', 'a symbol is named twice', 'name each symbol once');
  if (!bases.includes(basis))
    refuse('basis', `prices of basis ${JSON.stringify(basis)} are not to be had from ${name}`, `it has ${bases.join(', ')}`);
  if (mode !== 'strict' && mode !== 'tolerant')
    refuse('mode', `mode ${JSON.stringify(mode)} is unknown`, 'set mode: "strict" or "tolerant"');
  const dayOf = (date: IsoDate | undefined, otherwise: number): number =>
    date === undefined
      ? otherwise
      : (dayOfIsoDate(date) ?? refuse('date', `${JSON.stringify(date)} is no date`, 'write an existing date as YYYY-MM-DD'));
  const days = { first: dayOf(from, -Infinity), last: dayOf(to, Infinity) };
  if (days.first > days.last) refuse('date', `from ${from} is after to ${to}`, 'exchange the two dates');
  return days;
}
