import { describe, expect, test } from '@jest/globals';

import type { PathPolicy } from '../../../brokers/index.js';
import type { OrderRequest } from '../../../src/index.js';
import { run } from '../../support/run.js';
import { at } from '../../support/scripted.js';
import { daily, flat, type Row } from '../../support/series.js';

// Order x bar x path policy -> fill, worked out by hand from docs/execution.md. A fill is written `price point`, with a star
// where it depended on the path; `-` is no fill.

const POLICIES = ['pessimistic', 'optimistic', 'ohlc', 'olhc', 'nearest'] as const satisfies readonly PathPolicy[];

type Ticket = Omit<OrderRequest, 'symbol' | 'quantity'>;
/** One outcome for all policies, or one each in the order of `POLICIES`. */
type Outcome = string | readonly [string, string, string, string, string];

let rows = 0;

function table(name: string, cases: readonly (readonly [string, Row, Ticket, Outcome])[]): void {
  const each = cases.flatMap(([title, bar, ticket, outcome]) =>
    POLICIES.map((policy, i) => [title, policy, bar, ticket, typeof outcome === 'string' ? outcome : outcome[i]!] as const),
  );
  rows += each.length;
  test.each(each)(`${name}: %s, %s`, async (_, pathPolicy, bar, ticket, expected) => {
    // The order is sent after a quiet bar at 100.
    const { result } = await run({
      series: [daily('A', [flat(100), bar])],
      account: { shortSales: true },
      broker: { pathPolicy },
      onSlice: at({ 0: (s) => s.order({ symbol: 'A', quantity: 10, ...ticket }) }),
    });
    const fills = result.fills.map((fill) => `${fill.priceNumber} ${fill.point}${fill.pathDependent ? '*' : ''}`);
    expect(fills.join(', ') || '-').toBe(expected);
    for (const fill of result.fills) expect(fill.priceNumber >= bar[2] && fill.priceNumber <= bar[1]).toBe(true);
  });
}

const buy = { side: 'buy' } as const;
const sell = { side: 'sell' } as const;
const A: Row = [101, 105, 95, 99];

describe('one order on one bar', () => {
  table('market', [
    ['buy: the open', A, buy, '101 open'],
    ['sell: the open', A, sell, '101 open'],
  ]);
  table('limit', [
    ['buy in reach', A, { ...buy, limit: 96 }, '96 path'],
    ['buy at the better open', [94, 105, 93, 99], { ...buy, limit: 96 }, '94 open'],
    ['buy missed by a cent', A, { ...buy, limit: 94.99 }, '-'],
    ['sell in reach', A, { ...sell, limit: 104 }, '104 path'],
    ['sell at the better open', [106, 107, 95, 99], { ...sell, limit: 104 }, '106 open'],
    ['sell missed by a cent', A, { ...sell, limit: 105.01 }, '-'],
  ]);
  table('stop', [
    ['buy in reach', A, { ...buy, stop: 102 }, '102 path'],
    ['buy gapped through', [104, 105, 95, 99], { ...buy, stop: 102 }, '104 open'],
    ['sell in reach', A, { ...sell, stop: 98 }, '98 path'],
    ['sell gapped through', [96, 105, 95, 99], { ...sell, stop: 98 }, '96 open'],
  ]);
  table('stop-limit', [
    ['buy reached within the limit', A, { ...buy, stop: 102, limit: 103 }, '102 path'],
    ['buy reached at the limit', A, { ...buy, stop: 102, limit: 102 }, '102 path'],
    ['buy, the close comes back', A, { ...buy, stop: 102, limit: 101.5 }, '101.5 path*'],
    ['buy, the low may come back', A, { ...buy, stop: 102, limit: 98 }, ['-', '98 path*', '98 path*', '-', '98 path*']],
    ['buy not reached', A, { ...buy, stop: 106, limit: 107 }, '-'],
    ['buy reached by the open', [102.5, 105, 100, 101], { ...buy, stop: 102, limit: 103 }, '102.5 open'],
    ['buy gapped over the limit, which the low finds', [104, 105, 100, 101], { ...buy, stop: 102, limit: 103 }, '103 path'],
    ['buy gapped over the limit for good', [104, 105, 103.5, 104], { ...buy, stop: 102, limit: 103 }, '-'],
    ['sell reached within the limit', A, { ...sell, stop: 98, limit: 97 }, '98 path'],
    ['sell, the close comes back', A, { ...sell, stop: 98, limit: 98.5 }, '98.5 path*'],
    ['sell, the high may come back', A, { ...sell, stop: 98, limit: 100 }, ['-', '100 path*', '-', '100 path*', '-']],
    ['sell gapped below the limit, which the high finds', [96, 105, 95, 99], { ...sell, stop: 98, limit: 97 }, '97 path'],
  ]);
  table('trailing stop', [
    // Sells with the stop at 95 when the bar begins.
    ['sell, raised by the high', [100, 108, 99, 107], { ...sell, trailAmount: 5 }, ['103 path*', '-', '103 path*', '-', '-']],
    [
      'sell, reached before or after the high',
      [100, 108, 94, 107],
      { ...sell, trailAmount: 5 },
      ['95 path', '103 path*', '103 path*', '95 path', '95 path'],
    ],
    ['sell gapped through', [94, 96, 93, 95], { ...sell, trailAmount: 5 }, '94 open'],
    [
      'sell, raised by the open',
      [103, 104, 97, 98],
      { ...sell, trailAmount: 5 },
      ['98 path', '99 path*', '99 path*', '98 path', '99 path*'],
    ],
    ['sell, the close is below the raised stop', [100, 104, 98.5, 99], { ...sell, trailAmount: 5 }, '99 path*'],
    ['sell, per cent', [100, 110, 95, 96], { ...sell, trailPercent: 10 }, '99 path*'],
    // 101.37 × 0.97 = 98.3289, down to the tick.
    ['sell, per cent, on the tick', [101.37, 101.37, 98, 98.5], { ...sell, trailPercent: 3 }, '98.32 path'],
    // Buys with the stop at 105.
    ['buy, lowered by the low', [100, 101, 92, 93], { ...buy, trailAmount: 5 }, ['97 path*', '-', '-', '97 path*', '-']],
    [
      'buy, reached before or after the low',
      [100, 106, 92, 93],
      { ...buy, trailAmount: 5 },
      ['105 path', '97 path*', '105 path', '97 path*', '105 path'],
    ],
    ['buy gapped through', [106, 107, 104, 105], { ...buy, trailAmount: 5 }, '106 open'],
    ['buy not reached', [100, 100.5, 96, 97], { ...buy, trailAmount: 5 }, '-'],
  ]);
  table('auctions', [
    ['market on open', A, { ...buy, timeInForce: 'opg' }, '101 open'],
    ['limit on open', A, { ...buy, timeInForce: 'opg', limit: 102 }, '101 open'],
    ['limit on open, missed', A, { ...buy, timeInForce: 'opg', limit: 100 }, '-'],
    ['market on close', A, { ...buy, timeInForce: 'cls' }, '99 close'],
    ['limit on close', A, { ...sell, timeInForce: 'cls', limit: 99 }, '99 close'],
    ['limit on close, missed', A, { ...sell, timeInForce: 'cls', limit: 99.01 }, '-'],
  ]);
  test('the table has at least 120 rows', () => {
    expect(rows).toBeGreaterThanOrEqual(120);
  });
});

describe('a stop at 95 and a target at 105 for one position', () => {
  // Long ten from the open of the second bar at 100; the third bar is the one of the table.
  const cases: readonly (readonly [string, Row, Outcome])[] = [
    ['both in reach', [100, 106, 94, 100], ['95 path*', '105 path*', '105 path*', '95 path*', '95 path*']],
    ['both in reach, the high is nearer', [101, 106, 94, 100], ['95 path*', '105 path*', '105 path*', '95 path*', '105 path*']],
    ['the open is beyond the target', [107, 108, 94, 100], '107 open'],
    ['the open is beyond the stop', [93, 106, 92, 100], '93 open'],
    ['only the target', [100, 106, 96, 100], '105 path'],
    ['only the stop', [100, 104, 94, 100], '95 path'],
  ];
  test.each(cases.flatMap(([title, bar, outcome]) => POLICIES.map((policy, i) => [title, policy, bar, outcome, i] as const)))(
    '%s, %s',
    async (_, pathPolicy, bar, outcome, i) => {
      const { result } = await run({
        series: [daily('A', [flat(100), flat(100), bar])],
        broker: { pathPolicy },
        onSlice: at({
          0: (s) => s.buy('A', 10),
          1: (s) => s.oco({ symbol: 'A', side: 'sell', quantity: 10, takeProfit: 105, stopLoss: 95 }),
        }),
      });
      const [, ...exits] = result.fills.map((fill) => `${fill.priceNumber} ${fill.point}${fill.pathDependent ? '*' : ''}`);
      expect(exits).toEqual([typeof outcome === 'string' ? outcome : outcome[i]!]);
      expect(result.positions).toEqual([]);
    },
  );
});

describe('a bracket whose entry fills during the bar', () => {
  const limit98 = { limit: 98 };
  const cases: readonly (readonly [string, Row, { readonly limit?: number }, Outcome])[] = [
    // Stop at 96, target at 103.
    ['entry on the path, both in reach', A, limit98, ['96 path*', '103 path*', '96 path*', '96 path*', '96 path*']],
    ['entry on the path, only the target', [101, 105, 97, 99], limit98, ['-', '103 path*', '-', '103 path*', '103 path*']],
    ['entry at the open, both in reach', A, {}, ['96 path*', '103 path*', '103 path*', '96 path*', '103 path*']],
    ['entry at the open, only the stop', [101, 102, 95, 99], {}, '96 path*'],
    ['entry at the open, nothing in reach', [101, 102, 97, 99], {}, '-'],
  ];
  test.each(cases.flatMap(([title, bar, entry, outcome]) => POLICIES.map((policy, i) => [title, policy, bar, entry, outcome, i] as const)))(
    '%s, %s',
    async (_, pathPolicy, bar, entry, outcome, i) => {
      const { result } = await run({
        series: [daily('A', [flat(100), bar])],
        broker: { pathPolicy },
        onSlice: at({ 0: (s) => s.buy('A', 10, { ...entry, takeProfit: 103, stopLoss: entry.limit === undefined ? 96 : 96 }) }),
      });
      const [first, ...exits] = result.fills.map((fill) => `${fill.priceNumber} ${fill.point}${fill.pathDependent ? '*' : ''}`);
      expect(first).toBe(entry.limit === undefined ? '101 open' : '98 path');
      expect(exits.join(', ') || '-').toBe(typeof outcome === 'string' ? outcome : outcome[i]!);
    },
  );
});
