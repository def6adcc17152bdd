import { describe, expect, test } from '@jest/globals';

import type { Execution } from '../../../src/index.js';
import { run } from '../../support/run.js';
import { at, type Scripted } from '../../support/scripted.js';
import { daily, flat, type Row } from '../../support/series.js';

const QUIET = flat(100);
const thin = (volume: number): Row => [100, 100, 100, 100, volume];
const rising: Row = [104, 112, 103, 111];
const falling: Row = [98, 99, 88, 89];

async function stories(bars: readonly Row[], steps: Readonly<Record<number, (s: Scripted) => void>>, volumeLimit: number | false = false) {
  const { story, executions, result } = await run({
    series: [daily('A', [QUIET, ...bars])],
    account: { shortSales: true },
    broker: { volumeLimit },
    onSlice: at(steps),
  });
  return { story, executions, result };
}

function messageOf(execution: Execution | undefined): string {
  return execution !== undefined && 'message' in execution ? (execution.message ?? '') : '';
}

describe('brackets', () => {
  const entry = (s: Scripted): unknown => s.buy('A', 10, { takeProfit: 110, stopLoss: 90 });

  test('legs are held until the entry has filled; one ends the other', async () => {
    const { story, result } = await stories([QUIET, rising], { 0: entry });
    expect(story).toEqual([
      '#1 accepted',
      '#2 held',
      '#3 held',
      '#1 filled buy 10 A @ 100 open',
      '#2 accepted',
      '#3 accepted',
      '#2 filled sell 10 A @ 110 path',
      '#3 canceled sibling-ended',
    ]);
    expect(result.positions).toEqual([]);
  });

  test('a gap through the stop fills at the open', async () => {
    const { story } = await stories([QUIET, [85, 86, 84, 85]], { 0: entry });
    expect(story.slice(-2)).toEqual(['#3 filled sell 10 A @ 85 open', '#2 canceled sibling-ended']);
  });

  test('a stop-loss with a limit becomes a limit', async () => {
    const { story } = await stories([QUIET, falling, [80, 91, 79, 90]], {
      0: (s) => s.buy('A', 10, { takeProfit: 110, stopLoss: { stop: 90, limit: 89.5 } }),
    });
    expect(story.slice(-2)).toEqual(['#3 filled sell 10 A @ 90 path', '#2 canceled sibling-ended']);
  });

  test('an entry that fills over bars releases its legs once it is complete', async () => {
    const { story } = await stories([thin(60), thin(60), rising], { 0: entry }, 0.1);
    expect(story.slice(3, 7)).toEqual([
      '#1 filled buy 6 A @ 100 open, 4 left',
      '#1 filled buy 4 A @ 100 open',
      '#2 accepted',
      '#3 accepted',
    ]);
  });

  test('an entry that is canceled with a part filled releases legs for that part', async () => {
    const { story, result } = await stories([thin(60), QUIET, rising], { 0: entry, 1: (s) => s.cancel(s.workingOrders('A')[0]!.id) }, 0.1);
    expect(story.slice(3)).toEqual([
      '#1 filled buy 6 A @ 100 open, 4 left',
      '#1 canceled requested',
      '#2 accepted',
      '#2 reduced 10 to 6 entry-partial',
      '#3 accepted',
      '#3 reduced 10 to 6 entry-partial',
      '#2 filled sell 6 A @ 110 path',
      '#3 canceled sibling-ended',
    ]);
    expect(result.positions).toEqual([]);
  });

  test('an entry that never fills takes its legs with it', async () => {
    const { story } = await stories([QUIET], {
      0: (s) => s.buy('A', 10, { limit: 95, timeInForce: 'day', takeProfit: 110, stopLoss: 90 }),
    });
    expect(story.slice(3)).toEqual(['#1 expired session-ended', '#2 canceled entry-not-filled', '#3 canceled entry-not-filled']);
  });

  test('what one leg fills is taken off the other', async () => {
    const { story } = await stories([QUIET, [110, 110, 110, 110, 40], [110, 110, 110, 110, 60]], { 0: entry }, 0.1);
    expect(story.slice(6)).toEqual([
      '#2 filled sell 4 A @ 110 open, 6 left',
      '#3 reduced 10 to 6 sibling-filled',
      '#2 filled sell 6 A @ 110 open',
      '#3 canceled sibling-ended',
    ]);
  });

  test('canceling a leg cancels the other', async () => {
    const { story } = await stories([QUIET, QUIET, rising], { 0: entry, 1: (s) => s.cancel(s.workingOrders('A')[1]!.id) });
    expect(story.slice(6)).toEqual(['#3 canceled requested', '#2 canceled sibling-ended']);
  });

  test('held legs can be canceled and replaced', async () => {
    const { story } = await stories([QUIET, QUIET, falling], {
      0: (s) => s.buy('A', 10, { limit: 99, takeProfit: 110, stopLoss: 90 }),
      1: (s) => s.replace(s.workingOrders('A')[2]!.id, { stop: 97 }),
    });
    expect(story.slice(3)).toEqual([
      '#3 canceled replaced',
      '#4 held',
      '#1 filled buy 10 A @ 98 open',
      '#2 accepted',
      '#4 accepted',
      // Sent at the open of 98: the market stands there, and falls through 97.
      '#4 filled sell 10 A @ 97 path',
      '#2 canceled sibling-ended',
    ]);
  });

  test('a leg alone (OTO)', async () => {
    const { story } = await stories([QUIET, falling], { 0: (s) => s.buy('A', 10, { stopLoss: 90 }) });
    expect(story.slice(1)).toEqual(['#2 held', '#1 filled buy 10 A @ 100 open', '#2 accepted', '#2 filled sell 10 A @ 90 path']);
  });

  test('a short one is the mirror image', async () => {
    const { story } = await stories([QUIET, falling], { 0: (s) => s.sell('A', 10, { takeProfit: 90, stopLoss: 110 }) });
    expect(story.slice(-2)).toEqual(['#2 filled buy 10 A @ 90 path', '#3 canceled sibling-ended']);
  });

  test.each<[string, (s: Scripted) => unknown, RegExp]>([
    [
      'take-profit below the stop-loss',
      (s) => s.buy('A', 1, { limit: 99, takeProfit: 95, stopLoss: 97 }),
      /take-profit 95.*above.*stop-loss 97/,
    ],
    ['take-profit below the last price', (s) => s.buy('A', 1, { takeProfit: 99, stopLoss: 97 }), /take-profit 99.*above.*last price 100/],
    ['stop-loss above the limit', (s) => s.buy('A', 1, { limit: 95, takeProfit: 99, stopLoss: 97 }), /stop-loss 97.*below.*limit 95/],
    ['short, take-profit above the stop', (s) => s.sell('A', 1, { stop: 98, takeProfit: 99 }), /take-profit 99.*below.*stop 98/],
    ['a pair the wrong way round', (s) => s.oco({ symbol: 'A', side: 'sell', quantity: 1, takeProfit: 90, stopLoss: 95 }), /90.*above.*95/],
    ['a leg off the tick', (s) => s.buy('A', 1, { stopLoss: 90.005 }), /stop 90\.005.*tick 0\.01/],
  ])('%s: all orders are refused with both prices', async (_, send, message) => {
    const { executions, result } = await stories([QUIET], { 0: send });
    expect(executions.every((execution) => execution.kind === 'rejected')).toBe(true);
    expect(executions).toHaveLength(result.orders.length);
    for (const execution of executions) expect(messageOf(execution)).toMatch(message);
  });

  test('when the data end, held legs end too', async () => {
    const { story } = await stories([QUIET], { 0: (s) => s.buy('A', 10, { limit: 90, takeProfit: 110, stopLoss: 80 }) });
    expect(story.slice(3)).toEqual(['#1 expired end-of-data', '#2 canceled entry-not-filled', '#3 canceled entry-not-filled']);
  });
});

describe('replace', () => {
  test('a new price, a new id, a new place in the queue', async () => {
    const { story, result } = await stories([QUIET, falling], {
      0: (s) => s.buy('A', 10, { limit: 80 }),
      1: (s) => s.replace(s.workingOrders('A')[0]!.id, { limit: 95 }),
    });
    expect(story).toEqual(['#1 accepted', '#1 canceled replaced', '#2 accepted', '#2 filled buy 10 A @ 95 path']);
    expect(result.orders[1]!.order.extras).toEqual({ replaces: 1 });
  });

  test('the quantity is the total: what has filled counts', async () => {
    const { story } = await stories(
      [thin(60), QUIET],
      { 0: (s) => s.buy('A', 10), 1: (s) => s.replace(s.workingOrders('A')[0]!.id, { quantity: 8 }) },
      0.1,
    );
    expect(story).toEqual([
      '#1 accepted',
      '#1 filled buy 6 A @ 100 open, 4 left',
      '#1 canceled replaced',
      '#2 accepted',
      '#2 filled buy 2 A @ 100 open',
    ]);
  });

  test('nothing left of the new total: refused, the old one works on', async () => {
    const { story } = await stories(
      [thin(60), QUIET],
      { 0: (s) => s.buy('A', 10), 1: (s) => s.replace(s.workingOrders('A')[0]!.id, { quantity: 6 }) },
      0.1,
    );
    expect(story.slice(2)).toEqual(['#2 rejected nothing-left', '#1 filled buy 4 A @ 100 open']);
  });

  test('a replacement that is refused leaves the old order and its money alone', async () => {
    const { story, executions } = await stories([falling], {
      0: (s) => {
        const id = s.buy('A', 1000, { limit: 99 });
        s.replace(id, { quantity: 2000 });
      },
    });
    expect(story).toEqual(['#1 accepted', '#2 rejected insufficient-buying-power', '#1 filled buy 1000 A @ 98 open']);
    expect(messageOf(executions[1])).toMatch(/198000.*100000/);
  });

  test('the money of the old order is free for the new one', async () => {
    const { story } = await stories([falling], { 0: (s) => s.replace(s.buy('A', 1000, { limit: 99 }), { quantity: 1010, limit: 98.5 }) });
    expect(story).toEqual(['#1 accepted', '#1 canceled replaced', '#2 accepted', '#2 filled buy 1010 A @ 98 open']);
  });

  test('an order that ends before the command arrives', async () => {
    const { story } = await stories([QUIET], {
      0: (s) => {
        const id = s.buy('A', 10);
        s.cancel(id);
        s.replace(id, { quantity: 5 });
      },
    });
    expect(story).toEqual(['#1 accepted', '#1 canceled requested', '#2 rejected order-ended']);
  });

  test('of one of a pair: the new order takes its place', async () => {
    const { story } = await stories([QUIET, QUIET, falling], {
      0: (s) => s.buy('A', 10),
      1: (s) => {
        const { stopLoss } = s.oco({ symbol: 'A', side: 'sell', quantity: 10, takeProfit: 110, stopLoss: 80 });
        s.replace(stopLoss, { stop: 95 });
      },
    });
    expect(story.slice(2)).toEqual([
      '#2 accepted',
      '#3 accepted',
      '#3 canceled replaced',
      '#4 accepted',
      '#4 filled sell 10 A @ 95 path',
      '#2 canceled sibling-ended',
    ]);
  });
});
