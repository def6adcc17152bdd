import { alpaca, stooq, yahoo, type AlpacaDataFeed, type MissingBars, type NetworkOptions, type YahooInterval } from '../../feeds/index.js';
import { ConfigError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { Interval } from '../../src/core/time.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';

/** What is asked of a source. */
export interface SourceRequest extends MissingBars {
  readonly basis: PriceBasis;
  readonly interval: Interval;
  /** One of the source's feeds, where it has several. */
  readonly feed?: string;
}

/** A source of `barstream data fetch`. */
export interface Source {
  /** The prices that it has for those who do not say which; `undefined` where they must. */
  readonly basis?: PriceBasis;
  /** Its feeds, the default one first, where it has several. */
  readonly feeds?: readonly string[];
  /** Makes its feed. @throws ConfigError for a basis or an interval that the source has not. */
  readonly make: (request: SourceRequest) => HistoricalFeed;
}

/** What all sources are told: how patient they are, who sends the requests, where keys are read. */
export interface SourceSettings extends NetworkOptions {
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The sources of `barstream data fetch`, by the names under which their bars are kept. */
export function sourcesWith({ env = process.env, ...network }: SourceSettings): Readonly<Record<string, Source>> {
  return {
    yahoo: {
      basis: 'split',
      make: ({ symbols, from, to, basis, interval }) => {
        if (basis === 'raw') {
          throw new ConfigError('Yahoo has no prices as they were traded', {
            code: 'cli/basis',
            context: { source: 'yahoo', basis },
            hint: 'write --basis split (its prices) or --basis total-return (times adjusted close / close)',
          });
        }
        return yahoo({ ...network, symbols, from, to, basis, interval: interval as YahooInterval, mode: 'tolerant' });
      },
    },
    alpaca: {
      basis: 'split',
      feeds: ['iex', 'sip'],
      make: ({ symbols, from, to, basis, interval, feed }) =>
        alpaca({ ...network, env, symbols, from, to, basis, interval, feed: feed as AlpacaDataFeed, mode: 'tolerant' }),
    },
    stooq: {
      make: ({ symbols, from, to, basis, interval }) => {
        if (basis === 'raw') {
          throw new ConfigError('Stooq has no prices as they were traded', {
            code: 'cli/basis',
            context: { source: 'stooq', basis },
            hint: 'write --basis total-return, which they are commonly held to be, or --basis split',
          });
        }
        if (interval !== '1d') {
          throw new ConfigError(`Stooq has bars of sessions only, none of ${interval}`, {
            code: 'cli/interval',
            context: { source: 'stooq', interval },
            hint: 'write --interval 1d, or ask another source',
          });
        }
        const { STOOQ_API_KEY: apiKey } = env;
        return stooq({ ...network, symbols, from, to, basis, mode: 'tolerant', ...(apiKey !== undefined && { apiKey }) });
      },
    },
  };
}

export const SOURCES: Readonly<Record<string, Source>> = sourcesWith({});

/** The prices to ask a source for. @throws ConfigError where the source does not say what its prices are, and nobody else does. */
export function basisFrom(name: string, { basis }: Source, asked: PriceBasis | undefined): PriceBasis {
  const wanted = asked ?? basis;
  if (wanted !== undefined) return wanted;
  throw new ConfigError(`${name} does not say what its prices are adjusted for`, {
    code: 'cli/basis',
    context: { source: name },
    hint: 'write --basis total-return, which they are commonly held to be, or --basis split: they are kept under that name',
  });
}

/** The feed to ask a source for, if it has several. @throws ConfigError for one that it has not. */
export function feedFrom(name: string, { feeds = [] }: Source, asked: string | undefined): string | undefined {
  if (asked === undefined || feeds.includes(asked)) return asked ?? feeds[0];
  throw new ConfigError(`${name} has no feed ${JSON.stringify(asked)}`, {
    code: 'cli/feed',
    context: { source: name, feed: asked, feeds },
    hint: feeds.length === 0 ? 'leave --feed out' : `write --feed ${feeds.join(' or ')}`,
  });
}
