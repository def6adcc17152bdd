import { ConfigError } from '../../../src/core/errors.js';
import { Decimal, type DecimalInput } from '../../../src/core/money.js';
import type { IsoDate, Millis } from '../../../src/core/time.js';
import type { BarHistory, FakeBar } from './bar-history.js';
import type { Hours } from './hours.js';
import type { Ledger } from './ledger.js';
import type { FakeOrder } from './order.js';
import type { OrderDesk } from './order-desk.js';
import type { PriceWalk, Supply } from './price-walk.js';
import type { PricePoint } from './touch-price.js';

/** A price of the market: one for all, or what buyers pay and sellers get. */
export type Quote = DecimalInput | { readonly bid: DecimalInput; readonly ask: DecimalInput };

/** A whole session of one symbol. */
export interface SessionPrices {
  readonly symbol: string;
  readonly open: DecimalInput;
  readonly high: DecimalInput;
  readonly low: DecimalInput;
  readonly close: DecimalInput;
  /** Most shares that change hands with the account's orders. Default: no limit. */
  readonly lots?: DecimalInput;
  /** Date under which the session is kept and streamed as a daily bar; without it there is none. */
  readonly date?: IsoDate;
  /** Volume of that daily bar. Default 1,000,000. */
  readonly volume?: number;
}

/** A bar as the test states it. */
export interface BarPrices {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Default 1000. */
  readonly volume?: number;
  /** Start of the minute, or of the session. Default the minute that the clock has just ended. */
  readonly time?: Millis;
}

/** The market of a {@link FakeAlpaca}, which the test moves. */
export interface FakeMarket {
  /**
   * A price at which orders fill now, at most `size` shares of them. While the market is closed it only marks positions and buying power.
   */
  quote(symbol: string, price: Quote, more?: { readonly size?: DecimalInput }): void;
  /**
   * One whole session of one or several symbols, whatever the clock says: opens, goes from the open to the nearer extreme, to the other one
   * and to the close, holds the closing auction, and expires day orders.
   */
  session(prices: SessionPrices | readonly SessionPrices[]): void;
  /**
   * A minute of one symbol: orders fill along its way, and then its bar is streamed and kept.
   * @param more - `trade: false` streams and keeps the bar without moving the price.
   */
  bar(symbol: string, prices: BarPrices, more?: { readonly trade?: boolean; readonly size?: DecimalInput }): void;
  /** A correction of a minute's bar. */
  updatedBar(symbol: string, prices: BarPrices & { readonly time: Millis }): void;
  /** A bar of the session so far. Moves no price. */
  dailyBar(symbol: string, prices: BarPrices & { readonly time: Millis }): void;
  /** Bars for `GET /v2/stocks/bars` that nobody is streamed. */
  history(symbol: string, timeframe: '1Min' | '1Day', bars: readonly (BarPrices & { readonly time: Millis })[]): void;
  /** Opens the market, where the test drives its hours. */
  open(): void;
  /** Closes it: the closing auction, then the end of day orders. */
  close(): void;
}

const NO_LIMIT = (): Supply => ({ left: new Decimal(Infinity) });

/** Parts of the market. */
export interface MarketParts {
  readonly desk: OrderDesk;
  readonly ledger: Ledger;
  readonly hours: Hours;
  readonly walk: PriceWalk;
  readonly bars: BarHistory;
  readonly stream: (kind: 'b' | 'u' | 'd', symbol: string, bar: FakeBar) => void;
  readonly fills: 'quote' | 'next-price';
}

/** See {@link FakeMarket}. */
export class Market implements FakeMarket {
  readonly #parts: MarketParts;
  /** Last price of each symbol in the hours that are open now, and the shares that are left at it. */
  readonly #live = new Map<string, { readonly at: PricePoint; readonly supply: Supply }>();
  /** Symbols whose opening auction has been held. */
  readonly #opened = new Set<string>();

  constructor(parts: MarketParts) {
    this.#parts = parts;
    parts.desk.match = (order) => this.#match(order);
  }

  quote(symbol: string, price: Quote, { size }: { readonly size?: DecimalInput } = {}): void {
    const at = pointOf(symbol, price);
    this.#move(symbol, at, at, supplyOf(size));
  }

  session(prices: SessionPrices | readonly SessionPrices[]): void {
    const { hours } = this.#parts;
    const before = hours.forced;
    const all = (Array.isArray(prices) ? prices : [prices]) as readonly SessionPrices[];
    this.open();
    for (const each of all) this.#walkBar(each.symbol, each, supplyOf(each.lots));
    this.close();
    hours.forced = before;
    for (const each of all) if (each.date !== undefined) this.#keepSession(each, each.date);
  }

  bar(symbol: string, prices: BarPrices, { trade = true, size }: { readonly trade?: boolean; readonly size?: DecimalInput } = {}): void {
    if (trade) this.#walkBar(symbol, prices, supplyOf(size));
    this.#keep('b', '1Min', symbol, prices);
  }

  updatedBar(symbol: string, prices: BarPrices & { readonly time: Millis }): void {
    this.#keep('u', '1Min', symbol, prices);
  }

  dailyBar(symbol: string, prices: BarPrices & { readonly time: Millis }): void {
    this.#keep('d', '1Day', symbol, prices);
  }

  history(symbol: string, timeframe: '1Min' | '1Day', bars: readonly (BarPrices & { readonly time: Millis })[]): void {
    for (const bar of bars) this.#parts.bars.put(timeframe, symbol, barOf(bar, bar.time));
  }

  open(): void {
    this.#parts.hours.forced = 'regular';
    this.opening();
  }

  close(): void {
    this.closing();
    this.#parts.hours.forced = undefined;
  }

  /** The regular session begins: prices of before are void, and what has waited works. */
  opening(): void {
    this.#live.clear();
    this.#opened.clear();
    this.#parts.desk.releaseWaiting();
  }

  /** The regular session ends: the closing auction, then orders of the day. `session` is its number, absent for the test's own. */
  closing(session = Infinity): void {
    const { desk, walk } = this.#parts;
    for (const [symbol, { at, supply }] of this.#live) walk.auction(symbol, at, 'cls', supply);
    this.#live.clear();
    for (const order of desk.parts.book.open()) {
      const { timeInForce, extendedHours } = order.terms;
      if (order.parent !== undefined && order.status === 'held') continue;
      if (order.lastSession > session) continue;
      if (timeInForce === 'day' && !(extendedHours && session !== Infinity)) desk.expire(order);
      else if (timeInForce === 'opg' || timeInForce === 'cls' || timeInForce === 'ioc' || timeInForce === 'fok') desk.cancelNow(order);
    }
  }

  /** Extended hours begin or end: prices of before are void. */
  turned(expiring: number | undefined): void {
    const { desk } = this.#parts;
    this.#live.clear();
    desk.releaseWaiting();
    if (expiring === undefined) return;
    for (const order of desk.parts.book.open()) {
      if (order.terms.timeInForce === 'day' && order.lastSession <= expiring) desk.expire(order);
    }
  }

  #match(order: FakeOrder): void {
    const { symbol } = order.terms;
    const live = this.#live.get(symbol);
    if (this.#parts.fills === 'quote' && live) this.#parts.walk.walk(symbol, live.at, live.at, live.supply, order);
  }

  #walkBar(symbol: string, { open, high, low, close }: Pick<SessionPrices, 'open' | 'high' | 'low' | 'close'>, supply: Supply): void {
    const [o, h, l, c] = [open, high, low, close].map((price) => pointOf(symbol, price)) as [
      PricePoint,
      PricePoint,
      PricePoint,
      PricePoint,
    ];
    if (h.ask.lt(Decimal.max(o.ask, l.ask, c.ask)) || l.ask.gt(Decimal.min(o.ask, c.ask))) {
      throw new ConfigError(`bar of ${symbol}: high and low must enclose open and close`, {
        code: 'fake-alpaca/bar',
        context: { symbol, open, high, low, close },
        hint: 'state a high that is the highest price and a low that is the lowest',
      });
    }
    const lowFirst = o.ask.minus(l.ask).lte(h.ask.minus(o.ask));
    const way = lowFirst ? [o, l, h, c] : [o, h, l, c];
    this.#move(symbol, o, o, supply);
    for (let i = 1; i < way.length; i++) this.#move(symbol, way[i - 1]!, way[i]!, supply);
  }

  #move(symbol: string, from: PricePoint, to: PricePoint, supply: Supply): void {
    const { hours, walk, ledger } = this.#parts;
    const { phase } = hours;
    if (phase === 'closed') {
      ledger.mark(symbol, to.ask.plus(to.bid).div(2));
      return;
    }
    this.#live.set(symbol, { at: to, supply });
    if (phase === 'regular' && !this.#opened.has(symbol)) {
      this.#opened.add(symbol);
      walk.auction(symbol, from, 'opg', supply);
    }
    walk.walk(symbol, from, to, supply);
  }

  #keep(kind: 'b' | 'u' | 'd', timeframe: '1Min' | '1Day', symbol: string, prices: BarPrices): void {
    const time = prices.time ?? Math.floor(this.#parts.hours.clock.now() / 60_000) * 60_000 - 60_000;
    const bar = barOf(prices, time);
    this.#parts.bars.put(timeframe, symbol, bar);
    this.#parts.stream(kind, symbol, bar);
  }

  #keepSession({ symbol, open, high, low, close, volume = 1_000_000 }: SessionPrices, date: IsoDate): void {
    const [o, h, l, c] = [open, high, low, close].map(Number) as [number, number, number, number];
    const { calendar } = this.#parts.hours;
    const session = calendar.session(date);
    if (session === undefined) {
      throw new ConfigError(`${date} is no session of ${calendar.name}`, {
        code: 'fake-alpaca/no-session',
        context: { date, calendar: calendar.name },
        hint: 'give the date of a session, or none',
      });
    }
    this.#keep('d', '1Day', symbol, { open: o, high: h, low: l, close: c, volume, time: session.dayEnd - 86_400_000 });
  }
}

function barOf({ open, high, low, close, volume = 1000 }: BarPrices, time: Millis): FakeBar {
  return { time, open, high, low, close, volume };
}

function supplyOf(size: DecimalInput | undefined): Supply {
  return size === undefined ? NO_LIMIT() : { left: new Decimal(size) };
}

function pointOf(symbol: string, price: Quote): PricePoint {
  const sides = typeof price === 'object' && 'bid' in price ? price : { bid: price, ask: price };
  const point = { bid: new Decimal(sides.bid), ask: new Decimal(sides.ask) };
  if (point.bid.gt(0) && point.ask.gte(point.bid) && point.ask.isFinite()) return point;
  throw new ConfigError(`price of ${symbol}: bid ${point.bid.toString()} and ask ${point.ask.toString()} cannot be`, {
    code: 'fake-alpaca/price',
    context: { symbol, bid: point.bid.toString(), ask: point.ask.toString() },
    hint: 'give a price above 0, or a bid that is not above the ask',
  });
}
