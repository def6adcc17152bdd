import type { Command } from 'commander';

import { ConfigError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import { barMillis, dayOfIsoDate, type BarInterval, type Interval } from '../../src/core/time.js';

/** Where the store is unless `--store` says so: below the current folder, out of version control. */
export const DEFAULT_STORE = '.barstream/bars.db';

const BASES: readonly PriceBasis[] = ['raw', 'split', 'total-return'];

/** Adds the options that every command of `data` has. */
export function withCommonOptions(command: Command): Command {
  return command.option('--store <file>', 'file of the store', DEFAULT_STORE).option('--json', 'print JSON, and nothing else, on stdout');
}

/** Adds the options that name one series of a symbol, and dates. */
export function withSelection(command: Command): Command {
  return command
    .option('--basis <basis>', 'which prices: raw, split or total-return (default: the first of these that is there)')
    .option('--interval <interval>', 'length of a bar', '1d')
    .option('--source <name>', 'who delivered the bars (needed where there are several)')
    .option('--feed <name>', 'which feed of the source')
    .option('--from <date>', 'first date')
    .option('--to <date>', 'last date');
}

/** @throws ConfigError for a text that is no basis. */
export function basisOf(text: string | undefined): PriceBasis | undefined {
  if (text === undefined) return undefined;
  return BASES.find((basis) => basis === text) ?? refused('basis', text, `write one of ${BASES.join(', ')}`);
}

/** @throws ConfigError for a text that is no interval. */
export function barIntervalOf(text: string): BarInterval {
  barMillis(text as BarInterval);
  return text as BarInterval;
}

/** An interval that files can have. @throws ConfigError for any other text. */
export function intervalOf(text: string): Interval {
  const interval = barIntervalOf(text);
  return interval === '1w' || interval === '1mo' ? refused('interval', text, 'write 1d, or minutes or hours such as 1m or 1h') : interval;
}

/** @throws ConfigError for a text that is no date. */
export function dateOf(name: 'from' | 'to', text: string | undefined): string | undefined {
  if (text === undefined || dayOfIsoDate(text) !== undefined) return text;
  return refused(name, text, 'write an existing date as YYYY-MM-DD');
}

/** One of several words. @throws ConfigError for another text. */
export function oneOf<T extends string>(name: string, text: string, words: readonly T[]): T {
  return words.find((word) => word === text) ?? refused(name, text, `write one of ${words.join(', ')}`);
}

function refused(name: string, text: string, hint: string): never {
  throw new ConfigError(`--${name} ${JSON.stringify(text)} cannot be used`, { code: `cli/${name}`, context: { [name]: text }, hint });
}
