import { describe, expect, test } from '@jest/globals';

import { fixedBps, percentFee, volumeShare, type CostModel, type PriceModel } from '../../brokers/index.js';
import { HOUR, negateQuanta, type Fill, type OrderRequest } from '../../src/index.js';
import { golden, report } from '../statistics/golden-file.js';
import { run } from '../support/run.js';
import { at, type Scripted } from '../support/scripted.js';
import { daily, flat, intraday, type Row } from '../support/series.js';

const adjusted = { symbol: 'A', basis: 'total-return', calendar: 'always-open' } as const;

interface Vectorbt {
  readonly spec: { readonly close: readonly number[]; readonly initialCash: number };
  readonly cases: readonly {
    readonly test: string;
    readonly direction: 'longonly' | 'shortonly' | 'both';
    readonly sizes: readonly (number | 'Infinity' | '-Infinity' | null)[];
    readonly fees?: number;
    readonly slippage?: number;
    readonly expectedOrders: readonly { bar: number; size: number; price: number; fees: number; side: string }[];
  }[];
  readonly tolerance: number;
}

describe('golden engine-vectorbt-orders-a.json', () => {
  const file = 'engine-vectorbt-orders-a.json';
  const { spec, cases, tolerance } = golden<Vectorbt>(file);

  /** A fee, or a rebate where the rate is below 0: a cost model of the test's own. */
  function feeOf(rate: number): CostModel {
    if (rate >= 0) return percentFee(rate);
    const fee = percentFee(-rate);
    return {
      ...fee,
      start: (warn) => {
        const meter = fee.start(warn);
        return { charge: (trade) => negateQuanta(meter.charge(trade)) };
      },
    };
  }

  function order(s: Scripted, size: Vectorbt['cases'][number]['sizes'][number], direction: string): void {
    if (size === null) return;
    if (typeof size === 'number') {
      const buys = direction === 'shortonly' ? size < 0 : size > 0;
      if (buys) s.buy('A', Math.abs(size));
      else s.sell('A', Math.abs(size));
    } else if (direction === 'both') s.orderTargetPercent('A', size === 'Infinity' ? 1 : -1);
    else s.orderTargetPercent('A', size === 'Infinity' ? 1 : 0);
  }

  test.each(cases.map((each, i) => [i, each.test, each.direction, each] as const))('case %i: %s, %s', async (_, __, direction, each) => {
    // Each close twice: the decision at the first, the fill at the open of the second.
    const { result } = await run({
      series: [
        daily(
          adjusted,
          spec.close.flatMap((close) => [flat(close), flat(close)]),
        ),
      ],
      account: { cash: spec.initialCash, shortSales: direction !== 'longonly' },
      broker: {
        costs: each.fees === undefined ? [] : [feeOf(each.fees)],
        slippage: each.slippage === undefined ? [] : [fixedBps(each.slippage * 1e4)],
      },
      onSlice: at(Object.fromEntries(each.sizes.map((size, i) => [2 * i, (s: Scripted) => order(s, size, direction)]))),
    });
    // Legs of one order count as one there.
    const found = new Map<number, { bar: number; size: number; price: number; fees: number; side: string }>();
    for (const fill of result.fills) {
      const known = found.get(fill.order.id);
      const bar = (result.table.finestSeries(0).source.countUntil(fill.knownAt) - 2) / 2;
      const part = { bar, size: fill.quantity.toNumber(), price: fill.priceNumber, fees: fill.cost.toNumber(), side: fill.side };
      found.set(fill.order.id, known === undefined ? part : { ...part, size: known.size + part.size, fees: known.fees + part.fees });
    }
    expect(found.size).toBe(each.expectedOrders.length);
    for (const [i, actual] of [...found.values()].entries()) {
      const expected = each.expectedOrders[i]!;
      expect([actual.bar, actual.side]).toEqual([expected.bar, expected.side]);
      for (const key of ['size', 'price', 'fees'] as const) expect(Math.abs(actual[key] - expected[key])).toBeLessThanOrEqual(tolerance);
    }
  });
  test('covers every case', () => report(file, cases.length, cases.length, 'cases'));
});

interface Zipline {
  readonly cases: readonly {
    readonly model: 'VolumeShare' | 'FixedBps';
    readonly bps?: number;
    readonly volumeLimit?: number;
    readonly close: number;
    readonly volume: number;
    readonly orderQty: number;
    readonly order?: { readonly type: string; readonly limit?: number; readonly stop?: number };
    readonly expected: { readonly price: number; readonly qty: number } | null;
  }[];
  readonly tolerance: number;
}

describe('golden costs-zipline-slippage-a.json', () => {
  const file = 'costs-zipline-slippage-a.json';
  const { cases, tolerance } = golden<Zipline>(file);

  test.each(cases.map((each, i) => [i, each.model, each] as const))('case %i: %s', async (_, model, each) => {
    const slippage: PriceModel[] = model === 'VolumeShare' ? [volumeShare()] : [fixedBps(each.bps!)];
    const { limit, stop } = each.order ?? {};
    const { result } = await run({
      series: [daily(adjusted, [flat(each.close), [each.close, each.close, each.close, each.close, each.volume]])],
      account: { shortSales: true },
      broker: { slippage, volumeLimit: each.volumeLimit ?? 0.025 },
      onSlice: at({
        0: (s) =>
          s.order({
            symbol: 'A',
            side: each.orderQty > 0 ? 'buy' : 'sell',
            quantity: Math.abs(each.orderQty),
            ...(limit !== undefined && { limit }),
            ...(stop !== undefined && { stop }),
          }),
      }),
    });
    if (each.expected === null) {
      expect(result.fills).toEqual([]);
      return;
    }
    expect(result.fills).toHaveLength(1);
    const [fill] = result.fills;
    expect(fill!.signedLots).toBe(each.expected.qty);
    expect(Math.abs(fill!.priceNumber - each.expected.price)).toBeLessThanOrEqual(tolerance);
    expect(fill!.referenceNumber).toBe(each.close);
  });
  test('covers every case', () => report(file, cases.length, cases.length, 'cases'));
});

interface Lean {
  readonly cases: readonly {
    readonly test: string;
    readonly order: { readonly type: string; readonly qty: number; readonly limit?: number; readonly stop?: number };
    readonly staleBar: { readonly open: number; readonly high: number; readonly low: number; readonly close: number };
    readonly bar: { readonly open: number; readonly high: number; readonly low: number; readonly close: number };
    readonly expected: { readonly fillQty: number; readonly fillPrice: number };
  }[];
}

describe('golden fills-lean-limit-stop-a.json', () => {
  const file = 'fills-lean-limit-stop-a.json';
  const { cases } = golden<Lean>(file);
  const row = ({ open, high, low, close }: Lean['cases'][number]['bar']): Row => [open, high, low, close];

  test.each(cases.map((each) => [each.test, each] as const))('%s', async (_, each) => {
    const { qty, limit, stop } = each.order;
    const ticket: OrderRequest = {
      symbol: 'A',
      side: qty > 0 ? 'buy' : 'sell',
      quantity: Math.abs(qty),
      ...(limit !== undefined && { limit }),
      ...(stop !== undefined && { stop }),
    };
    const { result } = await run({
      // The stale bar has ended when the order is sent.
      series: [daily('A', [row(each.staleBar), row(each.bar)])],
      account: { shortSales: true },
      onSlice: at({ 0: (s) => s.order(ticket) }),
    });
    expect(result.fills.map((fill) => [fill.signedLots, fill.priceNumber])).toEqual([[each.expected.fillQty, each.expected.fillPrice]]);
  });
  test('covers every case', () => report(file, cases.length, cases.length, 'cases'));
});

type Candle = readonly [tick: number, open: number, high: number, low: number, close: number, volume: number, enter: number, exit: number];
interface Freqtrade {
  readonly cases: readonly {
    readonly id: string;
    readonly data: readonly Candle[];
    readonly stop_loss: number;
    readonly roi: Readonly<Record<string, number>>;
    readonly profit_perc: number;
    readonly use_exit_signal?: boolean;
    readonly trailing_stop?: boolean;
    readonly trades: readonly { readonly exit_reason: string; readonly open_tick: number; readonly close_tick: number }[];
  }[];
}

describe('golden engine-freqtrade-exits-a.json', () => {
  const file = 'engine-freqtrade-exits-a.json';
  const { cases } = golden<Freqtrade>(file);
  const round = (price: number): number => Number(price.toFixed(6));

  test.each(cases.map((each) => [each.id, each] as const))('%s', async (_, each) => {
    const { data, stop_loss: stopLoss, roi } = each;
    const steps = Object.entries(roi).map(([minutes, profit]) => [Number(minutes), profit] as const);
    /** The target in force for a candle that opens so many minutes after the entry. */
    const targetAt = (age: number): number => steps.filter(([from]) => from <= age).at(-1)![1];
    let entry: Fill | undefined;
    let target = Number.NaN;
    const exits: string[] = [];
    const rows = data.map(([, open, high, low, close, volume]): Row => [open, high, low, close, volume]);
    const series = intraday(adjusted, '2018-10-03', rows, { minutes: 60 });
    const tickOf = (time: number): number => Math.round((time - series.columns.time[0]!) / HOUR);
    const { result } = await run({
      series: [series],
      onExecution: (s, execution) => {
        if (execution.kind !== 'filled') return;
        const { fill } = execution;
        if (fill.side === 'sell') {
          const { type, purpose } = fill.order;
          exits.push(
            purpose === 'close' ? fill.order.tag! : type === 'limit' ? 'ROI' : type === 'stop' ? 'STOP_LOSS' : 'TRAILING_STOP_LOSS',
          );
          s.cancelAll('A');
          entry = undefined;
          return;
        }
        entry = fill;
        target = targetAt(0);
        s.sell('A', 1, { limit: round(fill.priceNumber * (1 + target)) });
        if (each.trailing_stop === true) s.sell('A', 1, { trailPercent: round(-100 * stopLoss) });
        else s.sell('A', 1, { stop: round(fill.priceNumber * (1 + stopLoss)) });
      },
      onBar: (s, bar) => {
        const [, , , , , , enter, exit] = data[tickOf(bar.time)]!;
        if (entry === undefined) {
          if (enter === 1 && s.workingOrders().length === 0) s.buy('A', 1);
          return;
        }
        if (each.use_exit_signal === true && exit === 1) s.close('A', { tag: 'EXIT_SIGNAL' });
        const next = targetAt((bar.time - entry.time) / 60_000);
        if (next === target) return;
        target = next;
        if (next <= -1) s.close('A', { tag: 'ROI' });
        else
          s.replace(s.workingOrders('A').find((order) => order.type === 'limit')!.id, {
            limit: round(entry.priceNumber * (1 + next)),
          });
      },
    });
    expect(
      result.trades.map(({ entry: from, exit: to }, i) => ({
        exit_reason: exits[i],
        open_tick: tickOf(from.knownAt),
        close_tick: tickOf(to.knownAt),
      })),
    ).toEqual(each.trades);
    const profit = result.trades.reduce((sum, { entry: from, exit: to }) => sum + to.priceNumber / from.priceNumber - 1, 0);
    expect(profit.toFixed(3)).toBe(each.profit_perc.toFixed(3));
  });
  test('covers every case', () => report(file, cases.length, cases.length, 'cases'));
});
