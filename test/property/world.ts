import fc from 'fast-check';

import { percentFee, perShareFee, simulated, volatilityCost, type SimulatedBrokerOptions } from '../../brokers/index.js';
import {
  backtest,
  Instrument,
  seededRandom,
  xnys,
  type AnalyzerFactory,
  type BacktestResult,
  type Bar,
  type BarSeries,
  type Execution,
  type Order,
  type RandomSource,
} from '../../src/index.js';
import { brief } from '../support/brief.js';
import { memoryFeed } from '../support/feed.js';
import { scripted, type Scripted } from '../support/scripted.js';
import { daily, intraday, joined, type Row } from '../support/series.js';

/** Everything that decides a random run. */
export interface World {
  readonly seed: number;
  readonly days: number;
  readonly instruments: readonly InstrumentKind[];
  readonly cash: number;
  readonly shortSales: boolean;
  readonly volumeLimit: 0.1 | false;
  readonly latency: 0 | 1;
  readonly costs: boolean;
}

interface InstrumentKind {
  /** `mixed`: both, and on some days no half hours. */
  readonly intervals: 'days' | 'hours' | 'both' | 'mixed';
  readonly volume: 'known' | 'unknown';
  readonly lotStep: 1 | 100 | 0.001;
}

export const worlds: fc.Arbitrary<World> = fc.record(
  {
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    days: fc.integer({ min: 2, max: 9 }),
    instruments: fc.array(
      fc.record(
        {
          intervals: fc.constantFrom('days', 'hours', 'both', 'mixed'),
          volume: fc.constantFrom('known', 'known', 'unknown'),
          lotStep: fc.constantFrom(1, 1, 100, 0.001),
        },
        { noNullPrototype: true },
      ),
      { minLength: 1, maxLength: 4 },
    ),
    cash: fc.constantFrom(1000, 20_000, 1_000_000),
    shortSales: fc.boolean(),
    volumeLimit: fc.constantFrom(0.1, false),
    latency: fc.constantFrom(0, 1),
    costs: fc.boolean(),
  },
  { noNullPrototype: true },
) as fc.Arbitrary<World>;

/** Names that do not follow the order of declaration. */
export const NAMES: readonly string[] = ['MID', 'ZED', 'ALF', 'KAY'];
const HALF_HOUR = 30;
const BARS_A_DAY = 13;
const FIRST = xnys.session('2024-06-27')!;

function cents(price: number): number {
  return Math.max(1, Math.round(price * 100)) / 100;
}

/** A bar from `before`: often a gap, sometimes no range, sometimes no volume. */
function barAfter(before: number, random: RandomSource): Row {
  const open = cents(before * Math.exp(0.02 * random.normal() * random.integer(3)));
  const close = cents(open * Math.exp(0.02 * random.normal()));
  const range = 0.02 * random.integer(3);
  const high = cents(Math.max(open, close) * (1 + range * random.next()));
  const low = cents(Math.min(open, close) * (1 - range * random.next()));
  return [open, high, low, close, [0, 300, 5000, 1_000_000][random.integer(4)]!];
}

/** One session made of its half hours. */
function sessionOf(rows: readonly Row[]): Row {
  return [
    rows[0]![0],
    Math.max(...rows.map((row) => row[1])),
    Math.min(...rows.map((row) => row[2])),
    rows.at(-1)![3],
    rows.reduce((sum, row) => sum + row[4]!, 0),
  ];
}

/**
 * The bars of a world. 2024-07-03 closes early and 2024-07-04 is a holiday. Bars that close after `changedAfter` are
 * other ones, drawn from `otherSeed`.
 */
export function seriesOf(world: World, { names = NAMES, changedAfter = Infinity, otherSeed = 0 } = {}): BarSeries[] {
  const chance = seededRandom(world.seed);
  const other = seededRandom(otherSeed);
  return world.instruments.flatMap(({ intervals, volume, lotStep }, i) => {
    const instrument = new Instrument({ symbol: names[i]!, volume, lotStep });
    const random = chance.fork(`bars ${i}`);
    const changed = other.fork(`bars ${i}`);
    const days: Row[] = [];
    const hours: BarSeries[] = [];
    let price = cents(20 + 100 * random.next());
    for (let day = 0; day < world.days; day++) {
      const session = xnys.at(FIRST.index + day);
      const count = Math.min(BARS_A_DAY, (session.close - session.open) / (HALF_HOUR * 60_000));
      const rows: Row[] = [];
      for (let k = 1; k <= count; k++) {
        const row = barAfter(price, random);
        const time = intervals === 'days' ? session.close : session.open + k * HALF_HOUR * 60_000;
        rows.push(time <= changedAfter ? row : barAfter(price * 1.3, changed));
        price = row[3];
      }
      // Each day of its own, whatever the other chances are.
      const missing = intervals === 'mixed' && seededRandom(world.seed).fork(`gap ${i} ${day}`).next() < 0.4;
      if (!missing) hours.push(intraday(instrument, session.date, rows, { minutes: HALF_HOUR }));
      days.push(sessionOf(rows));
    }
    const session = daily(instrument, days, FIRST.date);
    if (hours.length === 0) return [session];
    const half = joined(...hours);
    return intervals === 'days' ? [session] : intervals === 'hours' ? [half] : [half, session];
  });
}

/** A strategy that does anything at all, from chance and from what it can see. */
export function erratic(s: Scripted, bar: Bar, random: RandomSource = s.random): void {
  const { symbol } = bar;
  const price = cents(bar.close * (1 + 0.03 * random.normal()));
  // What it sees goes into what it does, so that a look into the future would show.
  const seen = Math.floor(bar.close * 100 + bar.volume + s.history(symbol, 3).length + (s.mark(symbol) ?? 0)) % 7;
  const quantity = (1 + random.integer(30)) * (random.next() < 0.2 ? 0.37 : 1) + seen;
  const side = random.next() < 0.55 ? 'buy' : 'sell';
  const timeInForce = random.next() < 0.3 ? 'day' : 'gtc';
  switch (random.integer(16)) {
    case 0:
    case 1:
      s.order({ symbol, side, quantity, timeInForce });
      return;
    case 2:
    case 3:
      s.order({ symbol, side, quantity, limit: price, timeInForce });
      return;
    case 4:
    case 5:
      s.order({ symbol, side, quantity, stop: price, timeInForce });
      return;
    case 6:
      s.order({ symbol, side, notional: cents(quantity * 50) });
      return;
    case 7:
      s.order({ symbol, side, notional: 'max' });
      return;
    case 8:
      s.orderTargetPercent(symbol, random.next() * 2 - 0.7);
      return;
    case 9:
      s.orderTargetQuantity(symbol, quantity - 15);
      return;
    case 10:
      s.close(symbol);
      return;
    case 11:
      s.cancelAll(random.next() < 0.5 ? symbol : undefined);
      return;
    case 12: {
      const working = s.workingOrders();
      if (working.length > 0) s.cancel(working[random.integer(working.length)]!.id);
      return;
    }
    case 13:
      s.rebalance(new Map(s.symbols.map((each, i) => [each, (random.next() - 0.2) / (i + 1)])));
      return;
    default:
  }
}

/** Answers some fills, within the bar. */
function answer(s: Scripted, execution: Execution): void {
  if (execution.kind !== 'filled' || s.random.next() < 0.6) return;
  const { fill, order } = execution;
  const price = cents(fill.priceNumber * (1 + 0.02 * s.random.normal()));
  const side = order.side === 'buy' ? 'sell' : 'buy';
  const kind = s.random.integer(4);
  if (kind === 0) s.cancelAll(fill.symbol);
  else if (fill.quantity.gt(0))
    s.order({ symbol: fill.symbol, side, quantity: fill.quantity, ...(kind === 1 ? { stop: price } : kind === 2 ? { limit: price } : {}) });
}

export interface WorldRun {
  readonly result: BacktestResult;
  readonly executions: readonly Execution[];
  /** All orders and executions with their times, as text: the event log of the run. */
  readonly log: readonly string[];
}

export interface WorldOptions {
  readonly series?: readonly BarSeries[];
  /** How the series are spread over feeds. Default: one feed. */
  readonly feeds?: readonly (readonly BarSeries[])[];
  readonly symbols?: readonly string[];
  readonly to?: number;
  readonly cash?: number;
  readonly onBar?: (s: Scripted, bar: Bar) => void;
  readonly onExecution?: (s: Scripted, execution: Execution) => void;
  readonly analyzers?: Readonly<Record<string, AnalyzerFactory<unknown>>>;
}

export async function runWorld(world: World, options: WorldOptions = {}): Promise<WorldRun> {
  const {
    series = seriesOf(world),
    feeds = [series],
    symbols,
    to,
    cash = world.cash,
    onBar = erratic,
    onExecution = answer,
    analyzers,
  } = options;
  const executions: Execution[] = [];
  const log: string[] = [];
  const broker: SimulatedBrokerOptions = {
    volumeLimit: world.volumeLimit,
    latency: world.latency,
    costs: world.costs ? [percentFee('0.0007'), perShareFee({ perShare: '0.0035', minimum: '0.35', roundTo: 2 }), volatilityCost()] : [],
  };
  const result = await backtest({
    name: 'world',
    feeds: feeds.map((each) => memoryFeed(each)),
    broker: simulated(broker),
    account: { cash, shortSales: world.shortSales },
    strategy: scripted({
      onStart: (s) => {
        // Timers within the sessions: decisions between the bars.
        for (const symbol of s.symbols) {
          s.schedule.sessionClose(-45, () => {
            const bar = s.history(symbol, 1)[0];
            if (bar !== undefined) onBar(s, bar);
          });
        }
      },
      onBar,
      onExecution,
    }),
    seed: world.seed,
    ...(symbols && { symbols }),
    ...(to !== undefined && { to }),
    ...(analyzers && { analyzers }),
    observe: (bus) => {
      bus.orders.on((command) => {
        if (command.kind === 'submit') log.push(orderText(command.order));
      });
      bus.executions.on((execution) => {
        executions.push(execution);
        log.push(`${execution.time} ${brief(execution)}${execution.kind === 'filled' ? ` cost ${execution.fill.cost.toString()}` : ''}`);
      });
    },
  });
  return { result, executions, log };
}

/** An order as it was decided. */
export function orderText(order: Order): string {
  const { id, symbol, side, type, lots, notional, limit, stop, timeInForce, purpose, decidedAt } = order;
  return `${decidedAt} order ${[id, symbol, side, type, lots, notional, limit, stop, timeInForce, purpose].join(' ')}`;
}
