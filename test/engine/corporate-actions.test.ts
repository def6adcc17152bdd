import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
  Instrument,
  Portfolio,
  quantaOf,
  type ActionHistory,
  type BarSeries,
  type CorporateAction,
  type PriceBasis,
} from '../../src/index.js';
import { fillOf } from '../support/fills.js';
import { run, type RunSetup } from '../support/run.js';
import { cases } from '../support/scale.js';
import { at } from '../support/scripted.js';
import { daily, flat, type Row } from '../support/series.js';

type Without<T> = T extends unknown ? Omit<T, 'symbol'> : never;

// Sessions from Monday 2024-01-08 on; actions have the ex-date of the third, 2024-01-10, unless they say otherwise.
function history(actions: readonly Without<CorporateAction>[], symbol = 'A'): ActionHistory {
  return { symbol, from: '2024-01-01', to: '2024-12-31', actions: actions.map((action) => ({ ...action, symbol }) as CorporateAction) };
}

function live(
  rows: readonly Row[],
  actions: readonly Without<CorporateAction>[],
  setup: Omit<RunSetup, 'series'>,
  basis: PriceBasis = 'raw',
) {
  return run({ series: [daily({ symbol: 'A', basis }, rows)], actions: [history(actions)], ...setup });
}

const split = (numerator: number, denominator: number) => ({ kind: 'split', exDate: '2024-01-10', numerator, denominator }) as const;

describe('splits', () => {
  test('7 for 1: seven times the shares at a seventh of the price, equity unchanged', async () => {
    const { result } = await live([flat(700), flat(700), flat(100), flat(100)], [split(7, 1)], {
      onSlice: at({ 0: (s) => s.buy('A', 10) }),
    });
    expect([...result.equity.equity]).toEqual([100_000, 100_000, 100_000, 100_000]);
    expect(result.positions[0]).toMatchObject({ quantity: 70, averagePrice: 100 });
    expect(result.flows.has('cash-in-lieu')).toBe(false);
  });

  test('1 for 8: the fraction is paid in cash at the last price', async () => {
    // 21 / 8 = 2.625: two shares at 80, and 0.625 × 80 = 50 in cash.
    const { result } = await live([flat(10), flat(10), flat(80)], [split(1, 8)], { onSlice: at({ 0: (s) => s.buy('A', 21) }) });
    expect([...result.equity.equity]).toEqual([100_000, 100_000, 100_000]);
    expect(result.positions[0]).toMatchObject({ quantity: 2, averagePrice: 80 });
    expect(result.flows.get('cash-in-lieu')!.toString()).toBe('50');
    expect(result.finalCash.toString()).toBe('99840');
    expect(result.strategies[0]!.realised.toString()).toBe('0');
  });

  test('1 for 8 on a short: the fraction is bought back', async () => {
    const { result } = await live([flat(10), flat(10), flat(80)], [split(1, 8)], {
      account: { shortSales: true },
      onSlice: at({ 0: (s) => s.sell('A', 21) }),
    });
    expect([...result.equity.equity]).toEqual([100_000, 100_000, 100_000]);
    expect(result.positions[0]).toMatchObject({ quantity: -2, averagePrice: 80 });
    expect(result.flows.get('cash-in-lieu')!.toString()).toBe('-50');
  });

  test('a position smaller than one new share is paid out', async () => {
    const { result } = await live([flat(10), flat(12), flat(96)], [split(1, 8)], { onSlice: at({ 0: (s) => s.buy('A', 5) }) });
    expect(result.positions).toEqual([]);
    // Bought at 12, paid at 12.
    expect(result.finalCash.toString()).toBe('100000');
  });

  test('trades after a split: the entry value is the old one', async () => {
    const { result } = await live([flat(700), flat(700), flat(110), flat(110)], [split(7, 1)], {
      onSlice: at({ 0: (s) => s.buy('A', 10), 2: (s) => s.close('A') }),
    });
    // 70 × 110 − 10 × 700.
    expect(result.trades.map((trade) => [trade.lots, trade.grossProfit.toString()])).toEqual([[70, '700']]);
  });

  test('a limit that rests through a split', async () => {
    const { story, result } = await live([flat(700), flat(700), [100, 101, 92, 95]], [split(7, 1)], {
      onSlice: at({ 0: (s) => s.buy('A', 10, { limit: 650 }) }),
    });
    // 650 / 7 = 92.857, down to the cent.
    expect(story.slice(1)).toEqual(['#1 adjusted split 70', '#1 filled buy 70 A @ 92.85 path']);
    expect(result.orders[0]).toMatchObject({ lots: 70, filledLots: 70, order: { limit: 92.85 } });
  });

  test('a stop that rests through a split, gapped through', async () => {
    const { story } = await live([flat(700), flat(700), [80, 81, 79, 80]], [split(7, 1)], {
      onSlice: at({
        0: (s) => s.buy('A', 10),
        1: (s) => s.sell('A', 10, { stop: 600 }),
      }),
    });
    expect(story.slice(3)).toEqual(['#2 adjusted split 70', '#2 filled sell 70 A @ 80 open']);
  });

  test.each<['buy' | 'sell', 'limit' | 'stop', number]>([
    // 601 / 7 = 85.857.
    ['buy', 'limit', 85.85],
    ['sell', 'stop', 85.85],
    ['sell', 'limit', 85.86],
    ['buy', 'stop', 85.86],
  ])('a %s %s is rounded away from the market', async (side, kind, price) => {
    const { result } = await live([flat(700), flat(700), flat(100)], [split(7, 1)], {
      account: { shortSales: true },
      onSlice: at({ 1: (s) => s.order({ symbol: 'A', side, quantity: 1, [kind]: 601 }) }),
    });
    expect(result.orders[0]!.order[kind]).toBe(price);
  });

  test('a trailing stop, held legs, and an order of which nothing is left', async () => {
    const { story, result } = await live([flat(10), flat(10), flat(80), [80, 80, 70, 75]], [split(1, 8)], {
      onSlice: at({
        0: (s) => s.buy('A', 16),
        1: (s) => {
          s.sell('A', 16, { trailAmount: 1 });
          s.buy('A', 16, { limit: 5, takeProfit: 20, stopLoss: 4 });
          s.buy('A', 7, { limit: 5 });
        },
      }),
    });
    expect(story.filter((line) => /split/.test(line))).toEqual([
      '#4 adjusted split 2',
      '#5 adjusted split 2',
      '#2 adjusted split 2',
      '#3 adjusted split 2',
      '#6 canceled split',
    ]);
    // The trailing distance becomes 8: 80 − 8.
    expect(story).toContain('#2 filled sell 2 A @ 72 path');
    expect(result.orders.slice(2, 5).map(({ order }) => order.limit ?? order.stop)).toEqual([40, 160, 32]);
  });

  test('a partly filled order goes on with what is left', async () => {
    const { story } = await live([flat(700), flat(700, 40), flat(100)], [split(7, 1)], {
      broker: { volumeLimit: 0.1 },
      onSlice: at({ 0: (s) => s.buy('A', 10) }),
    });
    expect(story).toEqual(['#1 accepted', '#1 filled buy 4 A @ 700 open, 6 left', '#1 adjusted split 70', '#1 filled buy 42 A @ 100 open']);
  });

  test(`equity does not change by a split, and the books hold (n = ${cases(2000)})`, () => {
    const trade = fc.record({
      lots: fc.integer({ min: -500, max: 500 }).filter((lots) => lots !== 0),
      cents: fc.integer({ min: 100, max: 90_000 }),
    });
    fc.assert(
      fc.property(
        fc.array(trade, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (trades, n, d) => {
          const instrument = new Instrument({ symbol: 'A' });
          const portfolio = new Portfolio([instrument], ['s'], quantaOf(1_000_000));
          for (const { lots, cents } of trades) {
            const price = cents / 100;
            portfolio.apply(
              fillOf({
                instrument,
                side: lots > 0 ? 'buy' : 'sell',
                lots: Math.abs(lots),
                price,
                value: ((Math.abs(lots) * cents) / 100).toFixed(2),
              }),
            );
            portfolio.setMark(0, price);
          }
          const [before, held] = [portfolio.equity, portfolio.netLots(0)];
          portfolio.split(0, n, d);
          portfolio.verify();
          expect(portfolio.netLots(0)).toBe(Math.trunc((held * n) / d) + 0);
          expect(Math.abs(portfolio.equity - before)).toBeLessThan(1e-6);
        },
      ),
      { numRuns: cases(2000) },
    );
  });
});

describe('dividends', () => {
  const dividend = { kind: 'dividend', exDate: '2024-01-10', payDate: '2024-01-12', amount: 1.5 } as const;
  const bars = [flat(100), flat(100), flat(98.5), flat(98.5), flat(98.5)];

  test('belong to who held before the ex-date: owed from it on, cash on the pay date', async () => {
    const cash: string[] = [];
    const { result } = await live(bars, [dividend], {
      onSlice: (s) => {
        at({ 0: (each) => each.buy('A', 10) })(s);
        cash.push(s.cash.toString());
      },
    });
    expect([...result.equity.equity]).toEqual([100_000, 100_000, 100_000, 100_000, 100_000]);
    expect(cash).toEqual(['100000', '99000', '99000', '99000', '99015']);
    expect(result.flows.get('dividend')!.toString()).toBe('15');
    expect(result.strategies[0]!.income.toString()).toBe('15');
  });

  test('not to who buys at the open of the ex-date', async () => {
    const { result } = await live(bars, [dividend], { onSlice: at({ 1: (s) => s.buy('A', 10) }) });
    expect(result.flows.has('dividend')).toBe(false);
  });

  test('are owed by shorts', async () => {
    const { result } = await live(bars, [dividend], { account: { shortSales: true }, onSlice: at({ 0: (s) => s.sell('A', 10) }) });
    expect([...result.equity.equity]).toEqual([100_000, 100_000, 100_000, 100_000, 100_000]);
    expect(result.flows.get('dividend')!.toString()).toBe('-15');
  });

  test('are still owed when the data end before the pay date; without one they are paid at once', async () => {
    const late = await live(bars.slice(0, 4), [dividend], { onSlice: at({ 0: (s) => s.buy('A', 10) }) });
    expect(late.result.pending.get('dividend')!.toString()).toBe('15');
    expect(late.result.finalEquity).toBe(100_000);
    const { payDate: _, ...now } = dividend;
    const early = await live(bars.slice(0, 3), [now], { onSlice: at({ 0: (s) => s.buy('A', 10) }) });
    expect(early.result.finalCash.toString()).toBe('99015');
  });

  test('on split-adjusted prices they are divided by all later splits, and splits do not happen', async () => {
    const later = { kind: 'split', exDate: '2024-02-01', numerator: 3, denominator: 2 } as const;
    const { result } = await live(
      bars,
      [{ ...dividend, payDate: '2024-01-10' }, later, split(7, 1)],
      { onSlice: at({ 0: (s) => s.buy('A', 10) }) },
      'split',
    );
    // The split of the ex-date itself is in the amount already.
    expect(result.flows.get('dividend')!.toString()).toBe('10');
    expect(result.positions[0]!.quantity).toBe(10);
  });

  test('on one date a split comes before a dividend', async () => {
    const { result } = await live([flat(700), flat(700), flat(99)], [{ ...dividend, payDate: '2024-01-10', amount: 1 }, split(7, 1)], {
      onSlice: at({ 0: (s) => s.buy('A', 10) }),
    });
    expect(result.flows.get('dividend')!.toString()).toBe('70');
  });
});

describe('the rest', () => {
  test('total-return prices hold the actions already', async () => {
    const wrong = live([flat(100), flat(100)], [split(2, 1)], {}, 'total-return');
    await expect(wrong).rejects.toMatchObject({ name: 'ConfigError', code: 'action/total-return', context: { symbol: 'A' } });
  });

  test.each<[string, number | undefined, string]>([
    ['at a price', 30, '99300'],
    ['at the last close', undefined, '100000'],
    ['worthless', 0, '99000'],
  ])('a delisting closes the position %s and cancels orders', async (_, price, cash) => {
    const other: BarSeries = daily('B', [flat(1), flat(1), flat(1), flat(1)]);
    const { result, story } = await run({
      series: [daily('A', [flat(100), flat(100)]), other],
      actions: [history([{ kind: 'delisting', exDate: '2024-01-10', ...(price !== undefined && { price }) }])],
      onSlice: at({
        0: (s) => s.buy('A', 10),
        1: (s) => s.sell('A', 10, { limit: 200 }),
      }),
    });
    expect(story.at(-1)).toBe('#2 canceled delisted');
    expect(result.positions).toEqual([]);
    expect(result.finalCash.toString()).toBe(cash);
    expect(result.warnings.join()).toContain('A was delisted');
  });

  test('a new symbol takes over the position', async () => {
    const { result } = await run({
      series: [daily('FB', [flat(100), flat(100)]), daily('META', [flat(101), flat(101)], '2024-01-10')],
      actions: [history([{ kind: 'symbol-change', exDate: '2024-01-10', newSymbol: 'META' }], 'FB')],
      onSlice: at({ 0: (s) => s.buy('FB', 10), 2: (s) => s.close('META') }),
    });
    expect(result.positions).toEqual([]);
    expect(result.finalCash.toString()).toBe('100010');
    expect(result.trades).toHaveLength(1);
  });

  test('events are published, and instruments without a history are named', async () => {
    const seen: string[] = [];
    const { result } = await run({
      series: [daily('A', [flat(700), flat(700), flat(100)]), daily('B', [flat(1), flat(1), flat(1)])],
      actions: [history([split(7, 1)])],
      observe: (bus) => {
        bus.status.on((event) => {
          if (event.kind === 'corporate-action')
            seen.push(`${new Date(event.time).toISOString()} ${event.action.kind} ${event.action.symbol}`);
        });
      },
    });
    expect(seen).toEqual(['2024-01-10T14:30:00.000Z split A']);
    expect(result.warnings).toEqual(['prices are as traded (raw basis), and no splits and dividends are known, so none happen: B']);
  });
});
