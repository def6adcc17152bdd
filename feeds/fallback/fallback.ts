import { BarstreamError, ConfigError, DataError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { FeedData, HistoricalFeed, LoadRequest } from '../../src/feed/feed.js';

/** Why a feed did not answer. */
interface Silence {
  readonly feed: string;
  readonly reason: string;
  readonly cause: BarstreamError | undefined;
}

/**
 * The first of several feeds that answers. Those before it are asked in order; why they did not answer stands in the run's
 * sources and warnings. A feed answers when each of its series has a bar: one source for all, so that a run never mixes two.
 *
 * ```ts
 * const symbols = ['SPY'];
 * fallback([
 *   yahoo({ symbols, basis: 'total-return', from: '2015-01-01' }),
 *   stooq({ symbols, basis: 'total-return', from: '2015-01-01' }),
 *   store('bars.db', { symbols, basis: 'total-return' }),
 * ]);
 * ```
 *
 * @throws ConfigError without feeds, or for feeds of different bases. Loading throws DataError `fallback/none` with every
 * reason when no feed answers, and lets every error through that is not one of data: those are mistakes to mend. Only
 * missing keys (`alpaca/keys`) count as no answer.
 */
export function fallback<Basis extends PriceBasis>(feeds: readonly HistoricalFeed<Basis>[]): HistoricalFeed<Basis> {
  const [first] = feeds;
  if (first === undefined)
    throw new ConfigError('fallback() was given no feed', { code: 'fallback/empty', hint: 'give at least one feed' });
  for (const { name, basis } of feeds) {
    if (basis === first.basis) continue;
    throw new ConfigError(`fallback: ${first.name} has ${first.basis} prices, ${name} has ${basis} ones`, {
      code: 'fallback/mixed-bases',
      context: { [first.name]: first.basis, [name]: basis },
      hint: 'make all feeds on one basis',
    });
  }
  return { name: feeds.map(({ name }) => name).join(' or '), basis: first.basis, load: (request) => firstAnswer(feeds, request) };
}

async function firstAnswer(feeds: readonly HistoricalFeed[], request: LoadRequest = {}): Promise<FeedData> {
  const silent: Silence[] = [];
  for (const feed of feeds) {
    request.signal?.throwIfAborted();
    try {
      // Cut afterwards, so that what is cut away does not count as missing.
      const data = await feed.load(request);
      const empty = request.until === undefined ? data.series.filter(({ length }) => length === 0) : [];
      if (data.series.length > 0 && empty.length === 0) return withSilence(feed.name, data, silent);
      const missing = empty.map(({ instrument, interval }) => `${instrument.symbol} ${interval}`).join(', ') || 'any symbol';
      silent.push({ feed: feed.name, reason: `not one bar of ${missing}`, cause: undefined });
    } catch (error) {
      request.signal?.throwIfAborted();
      if (!(error instanceof DataError || (error instanceof ConfigError && error.code === 'alpaca/keys'))) throw error;
      silent.push({ feed: feed.name, reason: `${error.message} [${error.code}]`, cause: error });
    }
  }
  // Of a single feed, its own error says more.
  if (silent.length === 1 && silent[0]!.cause !== undefined) throw silent[0]!.cause;
  throw new DataError(`no feed answered: ${silent.map(({ feed, reason }) => `${feed}: ${reason}`).join('; ')}`, {
    code: 'fallback/none',
    context: { feeds: silent.map(({ feed, reason }) => ({ feed, reason })) },
    hint: silent.find(({ cause }) => cause?.hint !== undefined)?.cause?.hint ?? 'check the symbols and the dates',
    cause: new AggregateError(silent.flatMap(({ cause }) => cause ?? [])),
  });
}

function withSilence(answered: string, data: FeedData, silent: readonly Silence[]): FeedData {
  if (silent.length === 0) return data;
  const insteadOf = silent.map(({ feed, reason }) => ({ feed, reason }));
  return {
    ...data,
    sources: (data.sources ?? []).map((source) => ({ ...source, insteadOf })),
    warnings: [...silent.map(({ feed, reason }) => `${feed} did not answer, ${answered} did: ${reason}`), ...(data.warnings ?? [])],
  };
}
