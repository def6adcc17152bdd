import { alwaysOpen, xnys } from '../../../src/calendar/index.js';
import { MINUTE, SECOND } from '../../../src/core/time.js';
import type { FeedRow } from '../../contract/feed-contract.js';
import { httpSource, json, type HttpSource } from '../../support/http-source.js';
import { yahooAnswer, type YahooRow } from './yahoo-answer.js';

/** No pause and no long waiting: the source is ours. */
export const QUICK = { pause: 0, timeout: 2000, retry: { attempts: 3, firstDelay: 1, maxDelay: 1500 } };

/** The seconds with which Yahoo stamps a session: its open, also of days that are none. */
export function sessionStamp(date: string): number {
  return (xnys.session(date)?.open ?? alwaysOpen.session(date)!.open + 870 * MINUTE) / SECOND;
}

/** Contract rows in Yahoo's form: what is no number is null there. */
export function yahooRows(rows: readonly FeedRow[], interval: string): YahooRow[] {
  const figure = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return rows.map(({ at, open, high, low, close, volume }) => ({
    at: interval === '1d' ? sessionStamp(at) : (Date.parse(at) - MINUTE) / SECOND,
    open: figure(open),
    high: figure(high),
    low: figure(low),
    close: figure(close),
    volume: figure(volume),
  }));
}

/** A source with these bars. */
export function yahooSource(interval: string, rows: Readonly<Record<string, readonly FeedRow[]>>): Promise<HttpSource> {
  return httpSource(() => (request, response) => {
    const symbol = decodeURIComponent(request.url.pathname.split('/').at(-1)!);
    json(yahooAnswer({ symbol, interval, rows: yahooRows(rows[symbol] ?? [], interval) }))(request, response);
  });
}

/** A `fetch` that starts its source when it is first used. */
export function lateFetch(start: () => Promise<HttpSource>): typeof fetch {
  let source: Promise<HttpSource> | undefined;
  return async (input, init) => (await (source ??= start())).fetch(input, init);
}
