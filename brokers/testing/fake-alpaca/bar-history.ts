import { Decimal } from '../../../src/core/money.js';
import { DAY, HOUR, MINUTE, type Millis } from '../../../src/core/time.js';
import { ApiError, malformed } from './api-error.js';
import { parseStamp } from './identifiers.js';

/** A bar of the data service. `time` is its left edge. */
export interface FakeBar {
  readonly time: Millis;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** A bar in Alpaca's short words, with the instant as the wire wants it. */
export function barJson<T>({ open, high, low, close, volume }: FakeBar, t: T): Record<string, unknown> & { t: T } {
  const vw = new Decimal(high).plus(low).plus(close).div(3).toDecimalPlaces(6).toNumber();
  return { t, o: open, h: high, l: low, c: close, v: volume, n: Math.max(1, Math.round(volume / 100)), vw };
}

/** Bars by timeframe and symbol, as the data service keeps them, and their pages. */
export class BarHistory {
  readonly #bars = { '1Min': new Map<string, FakeBar[]>(), '1Day': new Map<string, FakeBar[]>() };

  /** Keeps a bar; one of the same time takes the place of the other. */
  put(timeframe: '1Min' | '1Day', symbol: string, bar: FakeBar): void {
    const bars = this.#bars[timeframe].get(symbol);
    if (bars === undefined) {
      this.#bars[timeframe].set(symbol, [bar]);
      return;
    }
    let at = bars.length;
    while (at > 0 && bars[at - 1]!.time >= bar.time) at--;
    bars.splice(at, bars[at]?.time === bar.time ? 1 : 0, bar);
  }

  /**
   * `GET /v2/stocks/bars`: symbols one after the other, `limit` rows over all of them together.
   * @throws ApiError 400 for a parameter that cannot be.
   */
  page(symbols: readonly string[], query: URLSearchParams): { bars: Record<string, unknown[]>; next_page_token: string | null } {
    const limit = Number(query.get('limit') ?? 1000);
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= 10_000)) throw new ApiError(400, 40010000, 'invalid limit');
    const rows = [...symbols].sort().flatMap((symbol) => this.#rows(symbol, query).map((bar) => [symbol, bar] as const));
    const start = readToken(query.get('page_token'));
    const bars: Record<string, unknown[]> = {};
    for (const [symbol, bar] of rows.slice(start, start + limit)) {
      (bars[symbol] ??= []).push(barJson(bar, new Date(bar.time).toISOString().replace('.000Z', 'Z')));
    }
    const next = start + limit;
    return { bars, next_page_token: next < rows.length ? Buffer.from(`row|${next}`).toString('base64') : null };
  }

  #rows(symbol: string, query: URLSearchParams): readonly FakeBar[] {
    const from = instant(query, 'start') ?? -Infinity;
    const to = instant(query, 'end') ?? Infinity;
    const bars = this.#ofTimeframe(symbol, query.get('timeframe') ?? '').filter(({ time }) => time >= from && time <= to);
    return query.get('sort') === 'desc' ? bars.toReversed() : bars;
  }

  #ofTimeframe(symbol: string, timeframe: string): readonly FakeBar[] {
    if (timeframe === '1Day' || timeframe === '1D') return this.#bars['1Day'].get(symbol) ?? [];
    const match = /^([1-9]\d?)(Min|T|Hour|H)$/.exec(timeframe);
    if (!match) throw new ApiError(400, 40010000, `invalid timeframe: ${timeframe}`);
    const length = Number(match[1]) * (match[2]!.startsWith('H') ? HOUR : MINUTE);
    const minutes = this.#bars['1Min'].get(symbol) ?? [];
    return length === MINUTE ? minutes : merged(minutes, length);
  }
}

/** Minutes made into longer bars, whose edges count from midnight UTC. */
function merged(minutes: readonly FakeBar[], length: Millis): FakeBar[] {
  const bars: FakeBar[] = [];
  for (const bar of minutes) {
    const time = bar.time - ((bar.time % DAY) % length);
    const last = bars.at(-1);
    if (last?.time !== time) {
      bars.push({ ...bar, time });
      continue;
    }
    bars[bars.length - 1] = {
      ...last,
      high: Math.max(last.high, bar.high),
      low: Math.min(last.low, bar.low),
      close: bar.close,
      volume: last.volume + bar.volume,
    };
  }
  return bars;
}

function instant(query: URLSearchParams, name: string): Millis | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const stamp = parseStamp(text);
  if (stamp === undefined) throw new ApiError(400, 40010000, `invalid ${name}: ${text}`);
  return Date.parse(stamp);
}

function readToken(token: string | null): number {
  if (token === null || token === '') return 0;
  const match = /^row\|(\d+)$/.exec(Buffer.from(token, 'base64').toString());
  if (!match) throw malformed('invalid page_token');
  return Number(match[1]);
}
