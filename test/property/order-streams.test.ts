import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { fixedBps, halfSpread, percentFee, secFee } from '../../brokers/index.js';
import { isTerminal, seededRandom, type Execution } from '../../src/index.js';
import { run } from '../support/run.js';
import { cases } from '../support/scale.js';
import { daily } from '../support/series.js';
import { actionsOf, barsOf, send, streams, termsOf, type Stream } from './stream.js';

const CASES = cases(200);
/** Orders of each case, and how many are sent on each bar. */
const ORDERS = cases(10_000);
const EACH = 8;
/** Cases of one test. */
const BATCH = 5;
const SYMBOLS = ['A', 'B'] as const;

async function play(stream: Stream): Promise<{ readonly kinds: ReadonlyMap<string, number> }> {
  const random = seededRandom(stream.seed);
  const count = Math.max(8, Math.ceil(ORDERS / EACH));
  const middle = Math.floor(count / 2);
  const series = SYMBOLS.map((symbol) => daily(symbol, barsOf(random.fork(symbol), count), '1994-01-03'));
  const orders = random.fork('orders');
  const exDate = new Date(series[0]!.columns.time[middle]!).toISOString().slice(0, 10);
  const { result, executions } = await run({
    series,
    actions: actionsOf(stream, exDate, random),
    account: { cash: 200_000, ...termsOf(stream) },
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

/** What one of a pair fills is taken off the other before that one fills anything; a replacement stands in the place of what it replaces. */
class Pairs {
  readonly #siblings = new Map<number, number>();
  readonly #replacedBy = new Map<number, number>();
  readonly #replaced = new Set<number>();
  readonly #seen = new Set<number>();
  readonly #working = new Set<number>();
  /** Lots that an order has yet to lose. */
  readonly #due = new Map<number, number>();
  lost = 0;

  follow(execution: Execution): void {
    const { order } = execution;
    const { sibling, replaces } = order.extras ?? {};
    if (execution.kind === 'accepted') this.#working.add(order.id);
    if ((execution.kind === 'accepted' || execution.kind === 'held') && !this.#seen.has(order.id)) {
      this.#seen.add(order.id);
      if (sibling !== undefined && replaces === undefined) this.#siblings.set(order.id, sibling);
      if (replaces !== undefined) this.#replacedBy.set(replaces, order.id);
      // Without latency the old order has ended before.
      if (replaces !== undefined && this.#replaced.has(replaces)) this.#pass(replaces, order.id);
    }
    if (execution.kind === 'reduced' && execution.reason === 'sibling-filled') {
      const lots = this.#due.get(order.id);
      claim(lots === execution.from - execution.to, () => `order ${order.id} loses ${execution.from - execution.to} lots, not ${lots}`);
      this.#due.delete(order.id);
      this.lost++;
    }
    if (execution.kind === 'filled') {
      claim(!this.#due.has(order.id), () => `order ${order.id} fills what its sibling has filled`);
      const other = this.#siblings.get(order.id);
      if (other !== undefined && this.#working.has(other)) this.#due.set(other, execution.fill.lots);
    }
    if (!isTerminal(execution)) return;
    this.#working.delete(order.id);
    this.#due.delete(order.id);
    if (execution.kind !== 'canceled' || execution.reason !== 'replaced') return;
    this.#replaced.add(order.id);
    const replacement = this.#replacedBy.get(order.id);
    if (replacement !== undefined) this.#pass(order.id, replacement);
  }

  #pass(from: number, to: number): void {
    const sibling = this.#siblings.get(from);
    if (sibling === undefined) return;
    this.#siblings.delete(from);
    this.#siblings.set(to, sibling);
    this.#siblings.set(sibling, to);
  }
}

function prove(executions: readonly Execution[]): void {
  const pairs = new Pairs();
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
    pairs.follow(execution);
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
    600_000,
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
