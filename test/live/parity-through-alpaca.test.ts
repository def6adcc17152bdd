import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { alpacaBroker, simulated } from '../../brokers/index.js';
import { startFakeAlpaca, type FakeAlpaca } from '../../brokers/testing/index.js';
import { SmaCross } from '../../examples/sma-cross.js';
import { synthetic } from '../../feeds/index.js';
import {
  backtest,
  BarTable,
  defineBacktest,
  isLiveBroker,
  xnys,
  type BacktestConfig,
  type BarSeries,
  type LiveBroker,
} from '../../src/index.js';
import { runLive, type JournalStep } from '../../src/live/index.js';
import { BuyAndHold, MomentumRotation, PairsZScore } from '../../strategies/index.js';
import { scratchFolder } from '../support/cli.js';
import { MovedClock, SteppedFeed, until } from './stepped.js';

/** Sessions that warm up. */
const HISTORY = 60;
const MINUTE = 60_000;
const ASSETS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF'].map((symbol, i) => ({
  symbol,
  price: 40 + 23 * i,
  drift: 0.05 * i,
  volatility: 0.2 + 0.04 * i,
}));

let folder: ReturnType<typeof scratchFolder>;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());

interface Sent {
  readonly id: string;
  readonly symbol: string;
  readonly side: string;
  readonly type: string;
  readonly quantity: string;
}

interface Traded {
  readonly orders: readonly Sent[];
  /** Of each order: quantity at price. */
  readonly fills: Readonly<Record<string, string>>;
  readonly cash: string;
  readonly positions: Readonly<Record<string, string>>;
}

/** The orders of a backtest, as a venue would see them. */
async function backtested(config: BacktestConfig): Promise<Traded> {
  const result = await backtest(config);
  const fills: Record<string, string> = {};
  for (const { order, quantity, price } of result.fills) fills[order.clientOrderId] = `${quantity.toFixed()}@${price.toFixed()}`;
  const positions: Record<string, string> = {};
  for (const { symbol, quantity } of result.positions) if (quantity !== 0) positions[symbol] = String(quantity);
  return {
    orders: result.orders.map(({ order }) => ({
      id: order.clientOrderId,
      symbol: order.symbol,
      side: order.side,
      type: order.type,
      quantity: order.quantity!.toFixed(),
    })),
    fills,
    cash: result.finalCash.toFixed(),
    positions,
  };
}

/** What the venue has. */
function atVenue(server: FakeAlpaca): Traded {
  const { orders, fills, cash, positions } = server.state();
  return {
    orders: orders.map(({ clientOrderId, symbol, side, type, qty }) => ({ id: clientOrderId, symbol, side, type, quantity: qty! })),
    fills: Object.fromEntries(fills.map(({ clientOrderId, qty, price }) => [clientOrderId, `${qty}@${price}`])),
    cash,
    positions: Object.fromEntries(Object.entries(positions).map(([symbol, { qty }]) => [symbol, qty])),
  };
}

/** Runs a configuration on its own bars through the adapter, session by session, and returns what the venue has in the end. */
async function throughAlpaca(
  config: BacktestConfig,
  series: readonly BarSeries[],
): Promise<{ venue: Traded; steps: JournalStep[]; cash: string }> {
  const times = series[0]!.columns.time;
  const clock = new MovedClock(times[HISTORY - 1]! + MINUTE);
  const server = await startFakeAlpaca({
    clock,
    hours: 'driven',
    fills: 'next-price',
    partialFills: 0,
    priceCollar: false,
    account: { cash: 100_000, multiplier: 4 },
  });
  const feed = new SteppedFeed(series, HISTORY);
  let broker: LiveBroker | undefined;
  let fills = 0;
  const steps: JournalStep[] = [];
  const end = new AbortController();
  try {
    for (const { instrument, columns } of series) server.market.quote(instrument.symbol, columns.close[HISTORY - 1]!);
    const running = runLive({
      config,
      feed,
      broker: (context) => {
        const made = alpacaBroker({ env: { ...server.env } })(context);
        if (isLiveBroker(made)) broker = made;
        return made;
      },
      folder: path.join(folder.dir, config.name),
      durability: 'relaxed',
      clock,
      signal: end.signal,
      onStep: (step) => {
        steps.push(step);
        fills += step.outcomes.filter(({ kind }) => kind === 'filled').length;
      },
    });
    let fault: unknown;
    running.catch((error: unknown) => (fault = error));
    let connection = '';
    await until('the broker is made', () => broker !== undefined || fault !== undefined);
    broker!.connection.subscribe((state) => (connection = state));
    // The cash of the account is the first thing that a new instance takes.
    await until('the broker is ready', () => connection === 'ready' && fault === undefined && feed.bars.observed);
    const settled = (): Promise<void> =>
      until('everything is answered', () => {
        if (fault !== undefined) throw fault;
        return broker!.busy === false && fills === server.state().fills.length;
      });
    await settled();
    for (let row = HISTORY; row < times.length; row++) {
      const session = xnys.sessionOf(times[row]!);
      // Timers of the time before the open are steps of their own.
      for (let due = clock.nextDue(session.open - 1); due < session.open - 1; due = clock.nextDue(session.open - 1)) {
        clock.moveTo(due);
        await settled();
      }
      clock.moveTo(session.open);
      server.market.session(
        series.map(({ instrument, columns: c }) => ({
          symbol: instrument.symbol,
          open: c.open[row]!,
          high: c.high[row]!,
          low: c.low[row]!,
          close: c.close[row]!,
        })),
      );
      await settled();
      clock.moveTo(session.close);
      feed.deliver(row);
      await settled();
    }
    end.abort();
    clock.moveTo(clock.now() + 1);
    const { cash, haltReason } = await running;
    expect(haltReason).toBeUndefined();
    return { venue: atVenue(server), steps, cash };
  } finally {
    end.abort();
    await server.stop();
  }
}

const feed = (correlation: number) => synthetic({ assets: ASSETS, from: '2023-01-03', to: '2023-12-29', digits: 2, seed: 11, correlation });
const common = { broker: simulated({ volumeLimit: false }), live: { maxClockSkew: Infinity } };

/** Room for gaps, so that a cash account and the margin account of the venue take the same orders. */
const account = { cash: 100_000, cashBuffer: 0.1 };

const EXAMPLES: readonly BacktestConfig[] = [
  defineBacktest({
    name: 'sma-cross',
    feeds: [feed(0.2)],
    strategy: SmaCross,
    params: { fast: 5, slow: 20 },
    symbols: ['BBB'],
    account,
    ...common,
  }),
  defineBacktest({
    name: 'momentum-rotation',
    feeds: [feed(0.2)],
    strategy: MomentumRotation,
    params: { lookback: 20, top: 2 },
    account,
    ...common,
  }),
  defineBacktest({
    name: 'pairs-zscore',
    feeds: [feed(0.9)],
    strategy: PairsZScore,
    // From one side straight to the other would be one order through zero, which the venue refuses.
    params: { window: 20, entry: 2 },
    symbols: ['AAA', 'BBB'],
    account: { ...account, shortSales: true },
    ...common,
  }),
  defineBacktest({ name: 'buy-and-hold', feeds: [feed(0.2)], strategy: BuyAndHold, account, ...common }),
] as readonly BacktestConfig[];

describe('through the adapter and a venue on replayed bars, the orders are those of the backtest', () => {
  test.each(EXAMPLES.map((config) => [config.name, config] as const))('%s', async (_, config) => {
    const { series } = new BarTable((await config.feeds[0]!.load()).series);
    const sources = series.map(({ source }) => source);
    const from = xnys.sessionOf(sources[0]!.columns.time[HISTORY]!).date;
    const expected = await backtested({ ...config, from });
    const { venue, steps, cash } = await throughAlpaca(config, sources);
    console.info(`${config.name}: ${venue.orders.length} orders, ${Object.keys(venue.fills).length} fills, cash ${venue.cash}`);
    expect(expected.orders.length).toBeGreaterThan(0);
    expect(venue).toEqual(expected);
    expect(cash).toBe(venue.cash);
    expect(steps.some(({ input }) => input.kind === 'cash' && input.as === 'adjustment')).toBe(false);
  });
});
