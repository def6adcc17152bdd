import { describe, expect, test } from '@jest/globals';

import { percentFee, perShareFee } from '../../../brokers/index.js';
import type { AccountConfig } from '../../../src/index.js';
import { run, type Run, type RunSetup } from '../../support/run.js';
import { at, type Scripted } from '../../support/scripted.js';
import { daily, flat } from '../../support/series.js';

const CASH: AccountConfig = { cash: 10_000 };
const MARGIN: AccountConfig = { cash: 10_000, shortSales: true };

/** Stands at 100 for a session, on which `send` is called; then the prices given. */
function after100(prices: readonly number[], send: (s: Scripted) => void, setup: Omit<RunSetup, 'series'> = {}): Promise<Run> {
  return run({
    series: [daily('A', [flat(100), ...prices.map((price) => flat(price))])],
    account: CASH,
    ...setup,
    onSlice: (s, slice) => {
      at({ 0: send })(s);
      setup.onSlice?.(s, slice);
    },
  });
}

const messages = ({ executions }: Run): (string | undefined)[] => executions.map((each) => ('message' in each ? each.message : undefined));

describe('buying power at acceptance', () => {
  test('an order that costs more is rejected with both figures', async () => {
    const all = await after100([100], (s) => s.buy('A', 100), { broker: { costs: [percentFee(0.01)] } });
    // 100 × 100 and 1 % of it.
    expect(all.story).toEqual(['#1 rejected insufficient-buying-power']);
    expect(messages(all)).toEqual(['needs 10100.00 with costs, buying power is 10000.00']);
  });

  test('an order that takes the last cent is accepted', async () => {
    const { story, result } = await after100([100], (s) => s.buy('A', 100));
    expect(story).toEqual(['#1 accepted', '#1 filled buy 100 A @ 100 open']);
    expect(result.finalCash.toString()).toBe('0');
  });

  test('working orders hold what they will need, canceled ones release it', async () => {
    const all = await after100([100], (s) => {
      const first = s.buy('A', 60);
      s.buy('A', 60);
      s.cancel(first);
      s.buy('A', 60);
    });
    expect(all.story.slice(0, 4)).toEqual(['#1 accepted', '#2 rejected insufficient-buying-power', '#1 canceled requested', '#3 accepted']);
    expect(messages(all)[1]).toBe('needs 6000.00 with costs, buying power is 4000.00');
  });

  test('limits and stops count at their price', async () => {
    const { story } = await after100([100], (s) => {
      s.buy('A', 100, { stop: 101 });
      s.buy('A', 125, { limit: 80 });
    });
    expect(story.slice(0, 2)).toEqual(['#1 rejected insufficient-buying-power', '#2 accepted']);
  });

  test('a market sale on its way pays for a later purchase', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100), flat(100)]), daily('B', [flat(50), flat(50), flat(50)])],
      account: CASH,
      onSlice: at({
        0: (s) => s.buy('A', 100),
        1: (s) => {
          s.close('A');
          s.buy('B', 200);
        },
      }),
    });
    expect(story.slice(-2)).toEqual(['#2 filled sell 100 A @ 100 open', '#3 filled buy 200 B @ 50 open']);
  });

  test('a target is cut to whole lots, and says so', async () => {
    const all = await after100([100], (s) => s.orderTargetQuantity('A', 200), { broker: { costs: [percentFee(0.01)] } });
    // 99 × 101 = 9999.
    expect(all.story).toEqual(['#1 accepted', '#1 reduced 200 to 99 insufficient-buying-power', '#1 filled buy 99 A @ 100 open']);
    expect(messages(all)[1]).toBe('needs 20200.00 with costs, buying power is 10000.00');
    expect(all.result.finalCash.toString()).toBe('1');
  });

  test('an order before the first bar of its instrument has no price', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100)]), daily('B', [flat(50)], '2024-01-09')],
      onSlice: at({ 0: (s) => (s.buy('B', 1), s.orderTargetPercent('B', 1)) }),
    });
    expect(story).toEqual(['#1 rejected no-price', '#2 rejected no-price']);
  });
});

describe('buying power at the fill', () => {
  test('what no longer fits is cut to whole lots, with an event before the fill', async () => {
    const all = await after100([105], (s) => s.buy('A', 100), { broker: { costs: [perShareFee({ perShare: 0, minimum: 0 })] } });
    // 95 × 105 = 9975.
    expect(all.story).toEqual(['#1 accepted', '#1 reduced 100 to 95 insufficient-buying-power', '#1 filled buy 95 A @ 105 open']);
    expect(all.result.finalCash.toString()).toBe('25');
  });

  test('costs count', async () => {
    const { story, result } = await after100([105], (s) => s.buy('A', 99), { broker: { costs: [percentFee(0.01)] } });
    // 94 × 105 × 1.01 = 9968.70; 95 would be 10074.75.
    expect(story.slice(1)).toEqual(['#1 reduced 99 to 94 insufficient-buying-power', '#1 filled buy 94 A @ 105 open']);
    expect(result.finalCash.toString()).toBe('31.3');
  });

  test('where not one lot fits the order ends', async () => {
    const { story } = await after100([10_001], (s) => s.buy('A', 1));
    expect(story).toEqual(['#1 accepted', '#1 canceled insufficient-buying-power']);
  });

  test('a sale always goes through, however the price', async () => {
    const { story, result } = await after100([100, 1], (s) => s.buy('A', 100), { onSlice: at({ 1: (s) => s.close('A') }) });
    expect(story.at(-1)).toBe('#2 filled sell 100 A @ 1 open');
    expect(result.finalCash.toString()).toBe('100');
  });
});

describe('short sales', () => {
  test('are refused where the account does not allow them', async () => {
    const { story } = await after100([100], (s) => {
      s.orderTargetQuantity('A', -1);
      s.sell('A', 1);
      s.order({ symbol: 'A', side: 'sell', notional: 100 });
      s.order({ symbol: 'A', side: 'sell', notional: 'max' });
    });
    expect(story).toEqual([1, 2, 3, 4].map((id) => `#${id} rejected shorting-not-allowed`));
  });

  test('a plain sale of more than is held is refused, a target is cut to what is held', async () => {
    const refused = await after100([100, 100], (s) => s.buy('A', 10), { onSlice: at({ 1: (s) => s.sell('A', 11) }) });
    expect(refused.story.at(-1)).toBe('#2 rejected shorting-not-allowed');
    const cut = await after100([100, 100], (s) => s.buy('A', 10), { onSlice: at({ 1: (s) => s.orderTargetQuantity('A', -5) }) });
    expect(cut.story.slice(2)).toEqual(['#2 accepted', '#2 reduced 15 to 10 shorting-not-allowed', '#2 filled sell 10 A @ 100 open']);
  });

  test('are backed by their full value', async () => {
    const { story, result } = await after100(
      [100, 100],
      (s) => {
        s.sell('A', 100);
        s.sell('A', 1);
      },
      { account: MARGIN, onSlice: at({ 1: (s) => s.sell('A', 1) }) },
    );
    expect(story).toEqual([
      '#1 accepted',
      '#2 rejected insufficient-buying-power',
      '#1 filled sell 100 A @ 100 open',
      '#3 rejected insufficient-buying-power',
    ]);
    expect(result.finalCash.toString()).toBe('20000');
  });

  test('earn when the price falls, cost when it rises', async () => {
    const { result } = await after100([100, 80, 110], (s) => s.sell('A', 50), { account: MARGIN });
    expect([...result.equity.equity]).toEqual([10_000, 10_000, 11_000, 9500]);
  });

  test('covering is never held up by buying power', async () => {
    const { story, result } = await after100([100, 150], (s) => s.sell('A', 100), {
      account: MARGIN,
      onSlice: at({ 1: (s) => s.close('A') }),
    });
    expect(story.at(-1)).toBe('#2 filled buy 100 A @ 150 open');
    expect(result.finalCash.toString()).toBe('5000');
  });
});

describe('targets', () => {
  test('leave the cash buffer, 0.25 % unless told otherwise', async () => {
    const lots = async (account: AccountConfig): Promise<number> => {
      const { result } = await run({
        series: [daily('A', [flat(100), flat(100)])],
        account: { cashBuffer: undefined as unknown as number, ...account },
        onSlice: at({ 0: (s) => s.orderTargetPercent('A', 1) }),
      });
      return result.fills[0]!.lots;
    };
    expect(await lots({ cash: 100_000 })).toBe(997);
    expect(await lots({ cash: 100_000, cashBuffer: 0 })).toBe(1000);
    expect(await lots({ cash: 100_000, cashBuffer: 0.1 })).toBe(900);
  });

  test('a new target cancels the one still working', async () => {
    const { story } = await after100([100], (s) => {
      s.orderTargetQuantity('A', 10);
      s.orderTargetQuantity('A', 4);
    });
    expect(story).toEqual(['#1 accepted', '#1 canceled replaced-by-target', '#2 accepted', '#2 filled buy 4 A @ 100 open']);
  });

  test('count what is held and what is on its way', async () => {
    const { story } = await after100(
      [100, 100],
      (s) => {
        s.buy('A', 3);
        s.buy('A', 2, { limit: 10 });
        s.orderTargetQuantity('A', 10);
      },
      { onSlice: at({ 1: (s) => s.orderTargetPercent('A', 0.2) }) },
    );
    // 3 + 2 + 5 = 10 on the first evening; 8 held, 2 working and 10 more make 20 on the second.
    expect(story.filter((line) => line.includes('filled'))).toEqual([
      '#1 filled buy 3 A @ 100 open',
      '#3 filled buy 5 A @ 100 open',
      '#4 filled buy 10 A @ 100 open',
    ]);
  });

  test('do not count exit orders, which only take back what is held', async () => {
    const { story } = await after100([100, 100], (s) => s.buy('A', 10), {
      onSlice: at({
        1: (s) => {
          s.sell('A', 10, { stop: 50 });
          s.orderTargetQuantity('A', 12);
        },
      }),
    });
    expect(story.at(-2)).toBe('#3 filled buy 2 A @ 100 open');
  });

  test('that are met send nothing, and cancel what would leave them', async () => {
    const { story } = await after100([100, 100], (s) => s.buy('A', 10), {
      onSlice: at({
        1: (s) => {
          s.orderTargetQuantity('A', 20);
          expect(s.orderTargetQuantity('A', 10)).toBeUndefined();
        },
      }),
    });
    expect(story.slice(2)).toEqual(['#2 accepted', '#2 canceled replaced-by-target']);
  });

  test('rebalance closes what has no weight, and sizes all from one equity', async () => {
    const { story } = await run({
      series: ['A', 'B', 'C'].map((symbol) => daily(symbol, [flat(100), flat(100), flat(100)])),
      account: CASH,
      onSlice: at({ 0: (s) => s.buy('A', 40), 1: (s) => s.rebalance({ B: 0.5, C: 0.5 }) }),
    });
    expect(story.slice(2)).toEqual([
      '#2 accepted',
      '#3 accepted',
      '#4 accepted',
      '#2 filled sell 40 A @ 100 open',
      '#3 filled buy 50 B @ 100 open',
      '#4 filled buy 50 C @ 100 open',
    ]);
  });
});

describe('close', () => {
  test('cancels the exit orders first, then sells at the next open; entries stay', async () => {
    const { story } = await after100([100, 101], (s) => s.buy('A', 10), {
      onSlice: at({
        1: (s) => {
          s.sell('A', 10, { stop: 90 });
          s.sell('A', 5, { limit: 120 });
          s.buy('A', 1, { limit: 50 });
          s.close('A');
        },
      }),
    });
    expect(story.slice(2)).toEqual([
      '#2 accepted',
      '#3 accepted',
      '#4 accepted',
      '#2 canceled closing-position',
      '#3 canceled closing-position',
      '#5 accepted',
      '#5 filled sell 10 A @ 101 open',
      '#4 expired end-of-data',
    ]);
  });

  test('asked twice, sells once', async () => {
    const { story } = await after100([100, 101], (s) => s.buy('A', 10), { onSlice: at({ 1: (s) => (s.close('A'), s.close('A')) }) });
    expect(story.slice(2)).toEqual(['#2 accepted', '#2 canceled closing-position', '#3 accepted', '#3 filled sell 10 A @ 101 open']);
  });

  test('of a flat position is nothing', async () => {
    const { story } = await after100([100], (s) => expect(s.close('A')).toBeUndefined());
    expect(story).toEqual([]);
  });
});

describe('whole lots', () => {
  test.each<[string, string | number, string | number, string]>([
    ['whole shares', 1, 2.9, '2'],
    ['thousandths', '0.001', '1.2345', '1.234'],
    ['hundreds', 100, 299, '200'],
    ['a float that prints short', '0.1', 0.30000000000000004, '0.3'],
    ['a step that is no power of ten', '0.25', '1.99', '1.75'],
  ])('%s: a quantity is rounded toward zero', async (_, lotStep, quantity, expected) => {
    const { result } = await run({
      series: [daily({ symbol: 'A', lotStep }, [flat(10), flat(10)])],
      onSlice: at({ 0: (s) => s.buy('A', quantity) }),
    });
    expect(result.fills[0]!.quantity.toString()).toBe(expected);
  });

  test('toward zero on the short side too', async () => {
    const { story } = await after100([100], (s) => s.orderTargetQuantity('A', '-1.9'), { account: MARGIN });
    expect(story.at(-1)).toBe('#1 filled sell 1 A @ 100 open');
  });

  test('less than one lot is rejected', async () => {
    const { story } = await after100([100], (s) => s.buy('A', 0.99));
    expect(story).toEqual(['#1 rejected quantity-below-lot']);
  });
});

describe('ticks', () => {
  const limits = async (spec: { basis?: 'raw' | 'split'; tick?: string }, ...prices: (number | string)[]): Promise<Run> =>
    run({
      series: [daily({ symbol: 'A', ...spec }, [flat(100), flat(100)])],
      onSlice: at({ 0: (s) => prices.forEach((limit) => s.buy('A', 1, { limit })) }),
    });

  test('a price between two ticks is rejected, and both are named', async () => {
    const all = await limits({}, 50.005, 50.01);
    expect(all.story.slice(0, 2)).toEqual(['#1 rejected price-off-tick', '#2 accepted']);
    expect(messages(all)[0]).toBe('limit 50.005 is no multiple of the tick 0.01: the nearest prices are 50 and 50.01');
  });

  test("the tick is the instrument's", async () => {
    expect((await limits({ tick: '0.05' }, 50.05, 50.06)).story.slice(0, 2)).toEqual(['#1 accepted', '#2 rejected price-off-tick']);
  });

  test('adjusted prices have none unless it is given', async () => {
    expect((await limits({ basis: 'split' }, 50.005)).story[0]).toBe('#1 accepted');
    expect((await limits({ basis: 'split', tick: '0.01' }, 50.005)).story[0]).toBe('#1 rejected price-off-tick');
  });

  test('the float nearest to a tick is on it', async () => {
    expect((await limits({}, 0.1 + 0.2, 1.1 * 3, 33.33)).story.slice(0, 3)).toEqual(['#1 accepted', '#2 accepted', '#3 accepted']);
  });
});
