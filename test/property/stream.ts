import fc from 'fast-check';

import type { PathPolicy } from '../../brokers/index.js';
import type { ActionHistory, AccountConfig, OrderRequest, RandomSource, TimeInForce } from '../../src/index.js';
import type { Scripted } from '../support/scripted.js';
import type { Row } from '../support/series.js';

/** What decides a stream of random orders, besides its length. */
export interface Stream {
  readonly seed: number;
  readonly pathPolicy: PathPolicy;
  readonly account: 'cash' | 'short' | 'margin';
  readonly latency: 0 | 3_600_000;
  readonly slippage: boolean;
  readonly split: boolean;
}

export const streams: fc.Arbitrary<Stream> = fc.record(
  {
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    pathPolicy: fc.constantFrom('pessimistic', 'optimistic', 'ohlc', 'olhc', 'nearest'),
    account: fc.constantFrom('cash', 'short', 'margin'),
    latency: fc.constantFrom(0, 3_600_000),
    slippage: fc.boolean(),
    split: fc.boolean(),
  },
  { noNullPrototype: true },
);

export function cents(price: number): number {
  return Math.max(100, Math.round(price * 100)) / 100;
}

/** A random walk with gaps, and bars with little volume or none. */
export function barsOf(random: RandomSource, count: number): Row[] {
  let price = 50;
  return Array.from({ length: count }, (): Row => {
    const open = cents(price * Math.exp(0.02 * random.normal()));
    const close = cents(open * Math.exp(0.02 * random.normal()));
    const high = cents(Math.max(open, close) * (1 + 0.02 * random.next()));
    const low = Math.min(open, close, cents(Math.min(open, close) * (1 - 0.02 * random.next())));
    // The walk stays where prices of a few dollars and ticks of a cent make sense.
    price = Math.min(200, Math.max(10, close));
    return [open, high, low, close, [0, 400, 4000, 1_000_000][random.integer(4)]!];
  });
}

/** Sends one order of any kind, or a cancel, a replacement, a close. */
export function send(s: Scripted, symbol: string, random: RandomSource): void {
  const mark = s.mark(symbol)!;
  const side = random.next() < 0.5 ? 'buy' : 'sell';
  const up = side === 'buy' ? 1 : -1;
  const near = (distance: number): number => cents(mark * (1 + distance * random.next()));
  const quantity = 1 + random.integer(200);
  const base: OrderRequest = { symbol, side, quantity };
  const pick = <T>(values: readonly T[]): T => values[random.integer(values.length)]!;
  switch (random.integer(14)) {
    case 0:
      s.order({ ...base, timeInForce: pick<TimeInForce>(['gtc', 'day', 'ioc', 'fok', 'opg', 'cls']) });
      return;
    case 1:
    case 2:
      s.order({ ...base, limit: near(-0.04 * up), timeInForce: pick<TimeInForce>(['gtc', 'day', 'ioc', 'fok', 'opg', 'cls']) });
      return;
    case 3:
      s.order({ ...base, stop: near(0.04 * up), timeInForce: pick<TimeInForce>(['gtc', 'day']) });
      return;
    case 4:
      s.order({ ...base, stop: near(0.03 * up), limit: near(0.02 * up), timeInForce: 'gtd', expiresAt: s.now + 3 * 86_400_000 });
      return;
    case 5:
      s.order({ ...base, ...(random.next() < 0.5 ? { trailAmount: cents(mark * 0.03) } : { trailPercent: 3 }) });
      return;
    case 6:
    case 7:
      s.order({
        ...base,
        takeProfit: cents(mark * (1 + 0.04 * up)),
        ...(random.next() < 0.7 && { stopLoss: cents(mark * (1 - 0.04 * up)) }),
      });
      return;
    case 8:
      s.oco({ symbol, side, quantity, takeProfit: cents(mark * (1 - 0.03 * up)), stopLoss: cents(mark * (1 + 0.03 * up)) });
      return;
    case 9: {
      const working = s.workingOrders(symbol);
      if (working.length > 0) s.cancel(pick(working).id);
      return;
    }
    case 10: {
      const working = s.workingOrders(symbol).filter((order) => order.notional === undefined);
      if (working.length > 0) s.replace(pick(working).id, { quantity });
      return;
    }
    case 11:
      s.order({ symbol, side, notional: random.next() < 0.1 ? 'max' : cents(mark * quantity) });
      return;
    case 12:
      // Without other orders on their way a position can always be closed.
      s.cancelAll(symbol);
      s.close(symbol);
      return;
    default:
      s.orderTargetPercent(symbol, random.next() - 0.4);
  }
}

/** A split and a dividend of A on one date, where the stream has them. */
export function actionsOf({ split }: Stream, exDate: string, random: RandomSource): ActionHistory[] {
  if (!split) return [];
  return [
    {
      symbol: 'A',
      from: '1990-01-01',
      to: '2035-01-01',
      actions: [
        { kind: 'split', symbol: 'A', exDate, numerator: 1 + random.integer(4), denominator: 1 + random.integer(4) },
        { kind: 'dividend', symbol: 'A', exDate, amount: 0.25 },
      ],
    },
  ];
}

/** The terms of its account, without the cash. */
export function termsOf({ account }: Stream): AccountConfig {
  if (account === 'short') return { shortSales: true, borrow: { rate: 0.03 } };
  return account === 'margin' ? { margin: true, interest: { debit: 0.05 } } : {};
}
