import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { fixedBps, halfSpread, percentFee, secFee, simulated } from '../../brokers/index.js';
import { backtest, seededRandom, type BacktestResult, type Decimal } from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { cases } from '../support/scale.js';
import { scripted } from '../support/scripted.js';
import { daily } from '../support/series.js';
import { actionsOf, barsOf, send, streams, termsOf, type Stream } from './stream.js';

const CASES = cases(200);
const SESSIONS = 60;
const ORDERS_A_SESSION = 4;
const SYMBOLS = ['A', 'B'] as const;
const SHARES = { left: 100_000, right: 300_000 } as const;
/** Maintenance that lies close to what opening takes: accounts are called often. */
const TIGHT = { maintenance: 0.47, shortMaintenance: 0.47 };
type Name = keyof typeof SHARES;

/** The strategies named, on one account with the cash of all of them. Nothing is scarce that they could take from each other. */
function runOf(stream: Stream, names: readonly Name[]): Promise<BacktestResult> {
  const random = seededRandom(stream.seed);
  const series = SYMBOLS.map((symbol) => daily(symbol, barsOf(random.fork(symbol), SESSIONS), '1994-01-03'));
  const exDate = new Date(series[0]!.columns.time[SESSIONS / 2]!).toISOString().slice(0, 10);
  const cash = names.reduce((sum, name) => sum + SHARES[name], 0);
  return backtest({
    name: 'sub-accounts',
    feeds: [memoryFeed(series, [], actionsOf(stream, exDate, random.fork('actions')))],
    broker: simulated({
      volumeLimit: false,
      pathPolicy: stream.pathPolicy,
      latency: stream.latency,
      costs: [percentFee('0.0005'), secFee()],
      slippage: stream.slippage ? [fixedBps(3), halfSpread({ amount: 0.02 })] : [],
    }),
    account: {
      cash,
      ...termsOf(stream),
      ...(stream.account === 'margin' && { margin: TIGHT }),
      settlement: stream.account === 'cash' ? 1 : 0,
      ...(names.length > 1 && { subAccounts: true }),
    },
    // Proves after every event that the parts add up to the account.
    audit: true,
    strategies: names.map((name) => {
      const orders = random.fork(`orders of ${name}`);
      return {
        name,
        allocation: SHARES[name] / cash,
        strategy: scripted({
          onSlice: (s) => {
            for (let i = 0; i < ORDERS_A_SESSION; i++) send(s, SYMBOLS[orders.integer(2)]!, orders);
          },
        }),
      };
    }),
  });
}

const told = (amounts: ReadonlyMap<string, Decimal>): string[] =>
  [...amounts].flatMap(([kind, amount]) => (amount.isZero() ? [] : [`${kind} ${amount.toString()}`])).sort();

/** Everything that has happened to one strategy. */
function story(result: BacktestResult, name: Name): unknown {
  const share = result.strategies.find((each) => each.name === name)!;
  const { finalCash, finalEquity, flows, pending } = share.account ?? result;
  const orders = result.orders.filter(({ order }) => order.strategy === name);
  const numbers = new Map(orders.map(({ order }, i) => [order.id as number, i + 1]));
  return {
    orders: orders.map(
      ({ order, status, filledLots, lots, reason }) => `${order.side} ${order.type} ${lots} ${status} ${filledLots} ${reason ?? ''}`,
    ),
    fills: result.fills
      .filter(({ order }) => order.strategy === name)
      .map((fill) => `${numbers.get(fill.order.id)!} ${fill.time} ${fill.point} ${fill.lots} ${fill.priceNumber} ${fill.cost.toString()}`),
    // Its income stands in the flows and in what is owed: without sub-accounts interest is of no one strategy.
    books: [share.realised, share.costs].map(String),
    finalCash: finalCash.toString(),
    finalEquity,
    flows: told(flows),
    pending: told(pending),
  };
}

describe('a strategy with a sub-account', () => {
  test(`trades as it would alone in an account with that cash, to the last bit (${CASES} cases)`, async () => {
    let fills = 0;
    let refused = 0;
    let calls = 0;
    let onMargin = 0;
    await fc.assert(
      fc.asyncProperty(streams, async (stream) => {
        const both = await runOf(stream, ['left', 'right']);
        for (const name of ['left', 'right'] as const) expect(story(both, name)).toEqual(story(await runOf(stream, [name]), name));
        const sum = (of: (share: BacktestResult['strategies'][number]) => Decimal): string =>
          both.strategies
            .map(of)
            .reduce((a, b) => a.add(b))
            .toString();
        expect(sum((share) => share.account!.startCash)).toBe(both.startCash.toString());
        expect(sum((share) => share.account!.finalCash)).toBe(both.finalCash.toString());
        fills += both.fills.length;
        if (stream.account === 'margin') onMargin++;
        for (const { reason } of both.orders) {
          if (reason === 'insufficient-buying-power') refused++;
          if (reason === 'margin-call') calls++;
        }
      }),
      { numRuns: CASES, endOnFailure: true },
    );
    // Cash was scarce, and accounts were called.
    expect(fills).toBeGreaterThan(20 * CASES);
    expect(refused).toBeGreaterThan(CASES);
    expect([onMargin, calls > 0 || onMargin < 30]).toEqual([onMargin, true]);
    console.log(
      `${CASES} streams, ${onMargin} on margin: ${fills} fills, ${refused} refused for want of cash, ${calls} ended by margin calls`,
    );
  }, 600_000);
});
