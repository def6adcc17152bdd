import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { fixedBps, halfSpread, percentFee, secFee, type PathPolicy } from '../../brokers/index.js';
import { isTerminal, seededRandom, type Execution, type OrderRequest, type RandomSource, type TimeInForce } from '../../src/index.js';
import { run } from '../support/run.js';
import { cases } from '../support/scale.js';
import type { Scripted } from '../support/scripted.js';
import { daily, type Row } from '../support/series.js';

const CASES = cases(200);
/** Orders of each case, and how many are sent on each bar. */
const ORDERS = cases(10_000);
const EACH = 8;
/** Cases of one test. */
const BATCH = 5;
const SYMBOLS = ['A', 'B'] as const;

interface Stream {
  readonly seed: number;
  readonly pathPolicy: PathPolicy;
  readonly account: 'cash' | 'short' | 'margin';
  readonly latency: 0 | 3_600_000;
  readonly slippage: boolean;
  readonly split: boolean;
}

const streams: fc.Arbitrary<Stream> = fc.record(
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

function cents(price: number): number {
  return Math.max(100, Math.round(price * 100)) / 100;
}

function barsOf(random: RandomSource, count: number): Row[] {
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
function send(s: Scripted, symbol: string, random: RandomSource): void {
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

async function play(stream: Stream): Promise<{ readonly kinds: ReadonlyMap<string, number> }> {
  const random = seededRandom(stream.seed);
  const count = Math.max(8, Math.ceil(ORDERS / EACH));
  const middle = Math.floor(count / 2);
  const series = SYMBOLS.map((symbol) => daily(symbol, barsOf(random.fork(symbol), count), '1994-01-03'));
  const orders = random.fork('orders');
  const exDate = new Date(series[0]!.columns.time[middle]!).toISOString().slice(0, 10);
  const { result, executions } = await run({
    series,
    actions: stream.split
      ? [
          {
            symbol: 'A',
            from: '1990-01-01',
            to: '2035-01-01',
            actions: [
              { kind: 'split', symbol: 'A', exDate, numerator: 1 + random.integer(4), denominator: 1 + random.integer(4) },
              { kind: 'dividend', symbol: 'A', exDate, amount: 0.25 },
            ],
          },
        ]
      : [],
    account: {
      cash: 200_000,
      ...(stream.account === 'short' && { shortSales: true, borrow: { rate: 0.03 } }),
      ...(stream.account === 'margin' && { margin: true, interest: { debit: 0.05 } }),
    },
    broker: {
      pathPolicy: stream.pathPolicy,
      latency: stream.latency,
      volumeLimit: 0.1,
      costs: [percentFee('0.0005'), secFee()],
      slippage: stream.slippage ? [fixedBps(3), halfSpread({ amount: 0.02 })] : [],
    },
    // Proves cash, lots, profit and the journal after every event.
    audit: true,
    onSlice: (s) => {
      for (let i = 0; i < EACH; i++) send(s, SYMBOLS[orders.integer(2)]!, orders);
    },
  });
  prove(executions);
  // What is not flat at the end is a position, and nothing else is.
  for (const { quantity, symbol } of result.positions) claim(quantity !== 0, () => `${symbol} is an open position of nothing`);
  const { orders: records } = result;
  for (const { order, status, filledLots, lots } of records) {
    claim(ENDS.has(status), () => `order ${order.id} is ${status} at the end`);
    claim(order.notional !== undefined || filledLots <= lots, () => `order ${order.id} has filled ${filledLots} of ${lots} lots`);
  }
  const kinds = new Map<string, number>();
  for (const { kind, order } of executions) {
    for (const name of [kind, order.type, order.timeInForce]) kinds.set(name, (kinds.get(name) ?? 0) + 1);
  }
  return { kinds };
}

const ENDS: ReadonlySet<string> = new Set(['filled', 'rejected', 'canceled', 'expired']);

/** Millions of claims are made: jest's own matchers would take most of the time. */
function claim(holds: boolean, what: () => string): void {
  if (!holds) throw new Error(what());
}

function prove(executions: readonly Execution[]): void {
  const known = new Map<number, { ended: boolean; filled: number; lots: number; adjusted: boolean }>();
  for (const execution of executions) {
    const { order } = execution;
    const state = known.get(order.id) ?? { ended: false, filled: 0, lots: order.lots, adjusted: false };
    known.set(order.id, state);
    claim(!state.ended, () => `order ${order.id} goes on after its end: ${execution.kind}`);
    if (execution.kind === 'filled') {
      const { fill } = execution;
      state.filled += fill.lots;
      claim(order.notional !== undefined || state.adjusted || state.filled <= state.lots, () => `order ${order.id} is overfilled`);
      // A fill exchanges cash for as much value: nothing is left over but its costs.
      const value = fill.lots * fill.priceNumber;
      claim(Math.abs(Number(fill.valueQuanta) / 1e8 - value) < 1e-6, () => `fill ${fill.id} of ${value} has the value ${fill.valueQuanta}`);
      claim(order.limit === undefined || order.sign * (order.limit - fill.priceNumber) >= 0, () => `fill ${fill.id} crosses its limit`);
      claim(fill.costQuanta >= 0, () => `fill ${fill.id} has costs of ${fill.costQuanta}`);
    }
    if (execution.kind === 'adjusted') state.adjusted = true;
    if (execution.kind === 'reduced') state.lots = execution.to;
    // Closing is always allowed; a replacement may come too late.
    if (execution.kind === 'rejected' && order.extras?.replaces === undefined)
      claim(order.purpose !== 'close', () => `order ${order.id} may not close: ${execution.reason}`);
    state.ended = isTerminal(execution);
  }
  for (const [id, { ended }] of known) claim(ended, () => `order ${id} never ends`);
}

describe('random streams of orders', () => {
  const seen = new Map<string, number>();
  const batches = Array.from({ length: Math.ceil(CASES / BATCH) }, (_, i) => [i * BATCH + 1, Math.min(CASES, (i + 1) * BATCH)] as const);

  test.each(batches)(
    `every order ends once, nothing is overfilled, the books hold after every event: cases %i to %i of ${ORDERS} orders`,
    async (first, last) => {
      await fc.assert(
        fc.asyncProperty(streams, async (stream) => {
          const { kinds } = await play(stream);
          for (const [name, count] of kinds) seen.set(name, (seen.get(name) ?? 0) + count);
        }),
        // A smaller seed is no simpler case: the first one that fails says enough.
        { numRuns: last - first + 1, endOnFailure: true },
      );
    },
  );

  test('every kind of order, life and event has happened', () => {
    for (const name of [
      'market',
      'limit',
      'stop',
      'stop-limit',
      'trailing-stop',
      'gtc',
      'day',
      'gtd',
      'ioc',
      'fok',
      'opg',
      'cls',
      'held',
      'accepted',
      'reduced',
      'filled',
      'rejected',
      'canceled',
      'expired',
    ]) {
      expect([name, (seen.get(name) ?? 0) > 0]).toEqual([name, true]);
    }
  });
});
