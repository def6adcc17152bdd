import { describe, expect, test } from '@jest/globals';

import type { OrderChanges } from '../../../src/index.js';
import { run } from '../../support/run.js';
import { at, type Scripted } from '../../support/scripted.js';
import { daily, flat, intraday, type Row } from '../../support/series.js';

/**
 * Minutes at 100, then those given, from 09:30. What step 0 sends stands at 09:31:00.5; step 1 replaces at 09:32:00, which takes half a
 * second, so that the minute from 09:32 is still the old order's.
 */
function story(
  rows: readonly Row[],
  first: (s: Scripted) => void,
  changes: OrderChanges,
  later: Readonly<Record<number, (s: Scripted) => void>> = {},
  volumeLimit: number | false = false,
): Promise<readonly string[]> {
  return run({
    series: [intraday('A', '2024-01-08', [flat(100), flat(100), ...rows])],
    broker: { latency: 500, volumeLimit },
    onSlice: at({ 0: first, 1: (s) => s.replace(s.workingOrders('A')[0]!.id, changes), ...later }),
  }).then((done) => done.story.filter((line) => !line.endsWith(' accepted')));
}

const limit =
  (price: number, quantity = 10) =>
  (s: Scripted) =>
    void s.buy('A', quantity, { limit: price });

describe('a replacement on its way', () => {
  test('leaves the market to the old order until it arrives', async () => {
    expect(await story([flat(100), [100, 100, 94, 95]], limit(90), { limit: 95 })).toEqual([
      // The minute that began before the arrival is over at 09:33.
      '#1 canceled replaced',
      '#2 filled buy 10 A @ 95 path',
    ]);
  });

  test('comes too late where the old order fills first', async () => {
    expect(await story([[100, 100, 94, 95]], limit(95), { limit: 90 })).toEqual([
      '#1 filled buy 10 A @ 95 path',
      '#2 canceled overtaken-by-fill',
    ]);
  });

  test('is for what the old one has not filled by then', async () => {
    // 10 % of 40 units fill 4 of 10 at 95: of a total of 8 the new order has 4 left.
    const rows: Row[] = [
      [100, 100, 94, 95, 40],
      [93, 94, 92, 93, 1e6],
    ];
    expect(await story(rows, limit(95), { quantity: 8, limit: 94 }, {}, 0.1)).toEqual([
      '#1 filled buy 4 A @ 95 path, 6 left',
      '#2 reduced 8 to 4 filled-before-replacement',
      '#1 canceled replaced',
      '#2 filled buy 4 A @ 93 open',
    ]);
  });

  test('is refused where nothing is left of its total, and the old order works on', async () => {
    const rows: Row[] = [
      [100, 100, 94, 95, 40],
      [100, 100, 94, 95, 1e6],
    ];
    expect(await story(rows, limit(95), { quantity: 4 }, {}, 0.1)).toEqual([
      '#1 filled buy 4 A @ 95 path, 6 left',
      '#2 canceled overtaken-by-fill',
      '#1 filled buy 6 A @ 95 path',
    ]);
  });

  test('ends with an order that ends before it arrives', async () => {
    const pair = (s: Scripted): void => void s.oco({ symbol: 'A', side: 'buy', quantity: 10, takeProfit: 95, stopLoss: 110 });
    expect(await story([[100, 111, 100, 100], flat(89)], pair, { limit: 90 })).toEqual([
      '#2 filled buy 10 A @ 110 path',
      '#1 canceled sibling-ended',
      '#3 canceled order-ended',
    ]);
  });

  test('cannot be sent twice for one order; the new one can be replaced in its turn', async () => {
    const all = await run({
      series: [intraday('A', '2024-01-08', [flat(100), flat(100), flat(100), [100, 100, 94, 95], [100, 100, 92, 93]])],
      broker: { latency: 500 },
      onSlice: at({
        0: limit(80),
        1: (s) => {
          const [old] = s.workingOrders('A');
          const second = s.replace(old!.id, { limit: 81 });
          s.replace(old!.id, { limit: 99 });
          s.replace(second, { limit: 93 });
        },
      }),
    });
    expect(all.story).toEqual([
      '#1 accepted',
      '#2 accepted',
      '#3 rejected order-ended',
      '#4 accepted',
      '#1 canceled replaced',
      '#2 canceled replaced',
      '#4 filled buy 10 A @ 93 path',
    ]);
  });

  test('takes the place in a pair when it arrives: until then the old one ends its sibling', async () => {
    const pair = (s: Scripted): void => void s.oco({ symbol: 'A', side: 'buy', quantity: 10, takeProfit: 95, stopLoss: 110 });
    // Both of the pair can be reached; the new limit would be at 90.
    expect(await story([[100, 100, 94, 95], flat(89)], pair, { limit: 90 })).toEqual([
      '#1 filled buy 10 A @ 95 path',
      '#3 canceled overtaken-by-fill',
      '#2 canceled sibling-ended',
    ]);
    expect(await story([flat(100), flat(89)], pair, { limit: 90 })).toEqual([
      '#1 canceled replaced',
      '#3 filled buy 10 A @ 89 open',
      '#2 canceled sibling-ended',
    ]);
  });

  test('has its place in the pair before the first open that it may use, also overnight', async () => {
    const { story: all } = await run({
      series: [daily('A', [flat(100), flat(100), flat(89), [89, 111, 89, 89]])],
      broker: { latency: 3_600_000 },
      onSlice: at({
        0: (s) => s.oco({ symbol: 'A', side: 'buy', quantity: 10, takeProfit: 80, stopLoss: 110 }),
        1: (s) => s.replace(s.workingOrders('A')[0]!.id, { limit: 90 }),
      }),
    });
    expect(all.slice(2)).toEqual(['#3 accepted', '#1 canceled replaced', '#3 filled buy 10 A @ 89 open', '#2 canceled sibling-ended']);
  });

  test('that a split leaves nothing of is none: the old order works on', async () => {
    const { story: all } = await run({
      series: [daily('A', [flat(100), flat(100), flat(1000), flat(800)])],
      // Until 10:00 of the next day, after the split at its open.
      broker: { latency: 18 * 3_600_000 },
      actions: [
        {
          symbol: 'A',
          from: '2024-01-01',
          to: '2024-12-31',
          actions: [{ kind: 'split', symbol: 'A', exDate: '2024-01-10', numerator: 1, denominator: 10 }],
        },
      ],
      onSlice: at({ 0: (s) => s.buy('A', 100, { limit: 90 }), 1: (s) => s.replace(s.workingOrders('A')[0]!.id, { quantity: 9 }) }),
    });
    expect(all).toEqual(['#1 accepted', '#2 accepted', '#1 adjusted split 10', '#2 canceled split', '#1 filled buy 10 A @ 800 open']);
  });

  test('counts once for a target that is sent meanwhile', async () => {
    const { result } = await run({
      series: [intraday('A', '2024-01-08', Array<Row>(5).fill(flat(100)))],
      broker: { latency: 500 },
      onSlice: at({
        0: limit(90),
        1: (s) => {
          s.replace(s.workingOrders('A')[0]!.id, { limit: 91 });
        },
        // Both work still: 15 less the 10 that may fill.
        2: () => undefined,
      }),
      onExecution: (s, execution) => {
        if (execution.kind === 'accepted' && execution.order.id === 2) s.orderTargetQuantity('A', 15);
      },
    });
    expect(result.orders.find(({ order }) => order.purpose === 'target')!.lots).toBe(5);
  });
});
