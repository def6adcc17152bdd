import { xnys } from '../../../src/calendar/index.js';
import { alwaysOpen } from '../../../src/calendar/always-open.js';
import { MINUTE } from '../../../src/core/time.js';
import type { FeedRow } from '../../contract/feed-contract.js';
import { httpSource, json, type HttpSource } from '../../support/http-source.js';

/** A bar as Alpaca's market data sends it. */
export interface AlpacaRow {
  readonly t: string;
  readonly o: number;
  readonly h: number;
  readonly l: number;
  readonly c: number;
  readonly v: number;
  readonly n: number;
  readonly vw: number;
}

/** Contract rows in Alpaca's form: sessions are stamped with midnight in New York, minutes with their start. */
export function alpacaRows(rows: readonly FeedRow[], interval: string): AlpacaRow[] {
  return rows.map(({ at, open, high, low, close, volume }) => ({
    t: new Date(interval === '1d' ? midnight(at) : Date.parse(at) - MINUTE).toISOString().replace('.000Z', 'Z'),
    o: open,
    h: high,
    l: low,
    c: close,
    v: volume,
    n: 1,
    vw: close,
  }));
}

function midnight(date: string): number {
  return (xnys.session(date)?.dayEnd ?? alwaysOpen.session(date)!.open + 29 * 60 * MINUTE) - 24 * 60 * MINUTE;
}

/** A page of bars. */
export function page(symbol: string, bars: readonly AlpacaRow[], next: string | null = null): unknown {
  return { bars: bars.length === 0 ? {} : { [symbol]: bars }, next_page_token: next };
}

export function alpacaSource(interval: string, rows: Readonly<Record<string, readonly FeedRow[]>>): Promise<HttpSource> {
  return httpSource(() => (request, response) => {
    const symbol = request.url.searchParams.get('symbols')!;
    json(page(symbol, alpacaRows(rows[symbol] ?? [], interval)))(request, response);
  });
}

export const KEYS = { APCA_API_KEY_ID: 'id', APCA_API_SECRET_KEY: 'secret' };
