import { describe, expect, test } from '@jest/globals';

import type { Execution, Fill } from '../../src/index.js';
import { run } from '../support/run.js';
import { at, type Scripted } from '../support/scripted.js';
import { daily, flat, intraday, joined, type Row } from '../support/series.js';

/** Calls `react` with each fill of the order number `id`. */
function onFill(id: number, react: (s: Scripted, fill: Fill) => void): (s: Scripted, execution: Execution) => void {
  return (s, execution) => {
    if (execution.kind === 'filled' && execution.order.id === id) react(s, execution.fill);
  };
}

const QUIET = flat(100);

describe('orders sent from the handler of a fill at the open', () => {
  // Bought at 100, then between 95 and 103, close 96.
  const wide: Row = [100, 103, 95, 96];

  test('a stop protects on the rest of the entry bar', async () => {
    const { story, result } = await run({
      series: [daily('A', [QUIET, wide, QUIET])],
      onSlice: at({ 0: (s) => s.buy('A', 10) }),
      onExecution: onFill(1, (s) => s.sell('A', 10, { stop: 98 })),
    });
    expect(story).toEqual(['#1 accepted', '#1 filled buy 10 A @ 100 open', '#2 accepted', '#2 filled sell 10 A @ 98 path']);
    // Both on 2024-01-09: entry at its open, exit at a time unknown before its close.
    expect(result.fills.map(({ time, knownAt, pathDependent }) => [iso(time), iso(knownAt), pathDependent])).toEqual([
      ['2024-01-09T14:30:00.000Z', '2024-01-09T21:00:00.000Z', false],
      ['2024-01-09T21:00:00.000Z', '2024-01-09T21:00:00.000Z', true],
    ]);
    // 100000 + 10 × (98 − 100)
    expect(result.finalCash.toString()).toBe('99980');
  });

  test('a limit may be reached on the rest of the entry bar', async () => {
    const { story, result } = await run({
      series: [daily('A', [QUIET, wide, QUIET])],
      onSlice: at({ 0: (s) => s.buy('A', 10) }),
      onExecution: onFill(1, (s) => s.sell('A', 10, { limit: 102 })),
    });
    expect(story.at(-1)).toBe('#2 filled sell 10 A @ 102 path');
    expect(result.fills[1]!.pathDependent).toBe(true);
  });

  test('of a stop and a limit that the bar both reaches, the stop fills; the limit can still be canceled', async () => {
    const { story } = await run({
      series: [daily('A', [QUIET, wide, QUIET])],
      account: { shortSales: true },
      onSlice: at({ 0: (s) => s.buy('A', 10) }),
      onExecution: (s, execution) => {
        if (execution.kind !== 'filled') return;
        if (execution.order.id !== 1) {
          s.cancelAll('A');
          return;
        }
        s.sell('A', 10, { limit: 102 });
        s.sell('A', 10, { stop: 98 });
      },
    });
    expect(story.slice(-2)).toEqual(['#3 filled sell 10 A @ 98 path', '#2 canceled requested']);
  });

  test('a stop that the market has passed already fills where the market stands', async () => {
    const { story } = await run({
      series: [daily('A', [QUIET, wide, QUIET])],
      onSlice: at({ 0: (s) => s.buy('A', 10) }),
      onExecution: onFill(1, (s) => s.sell('A', 10, { stop: 101 })),
    });
    expect(story.at(-1)).toBe('#2 filled sell 10 A @ 100 path');
  });

  test('a market order waits for the next open', async () => {
    const { story } = await run({
      series: [daily('A', [QUIET, wide, [97, 97, 97, 97]])],
      onSlice: at({ 0: (s) => s.buy('A', 10) }),
      onExecution: onFill(1, (s) => s.sell('A', 10)),
    });
    expect(story.at(-1)).toBe('#2 filled sell 10 A @ 97 open');
  });

  test('the stop protects although another order fills later on the same bars', async () => {
    const { story } = await run({
      series: [daily('A', [QUIET, wide, QUIET]), daily('B', [QUIET, wide, QUIET])],
      onSlice: at({
        0: (s) => {
          s.buy('A', 10);
          s.buy('B', 10, { limit: 96 });
        },
      }),
      onExecution: onFill(1, (s) => s.sell('A', 10, { stop: 98 })),
    });
    expect(story).toContain('#3 filled sell 10 A @ 98 path');
    expect(story).toContain('#2 filled buy 10 B @ 96 path');
  });

  test('the stop protects although an order of the session before expires first', async () => {
    // The last bar of 2024-01-08 closes at 09:31, so that the end of its session is noticed with the next bar only.
    const bars = joined(intraday('A', '2024-01-08', [QUIET]), intraday('A', '2024-01-09', [wide]));
    const { story, executions } = await run({
      series: [bars],
      onSlice: at({
        0: (s) => {
          s.buy('A', 10, { limit: 90, timeInForce: 'day' });
          s.order({ symbol: 'A', side: 'buy', quantity: 10, timeInForce: 'gtc' });
        },
      }),
      onExecution: onFill(2, (s) => s.sell('A', 10, { stop: 98 })),
    });
    expect(story.slice(2)).toEqual([
      '#1 expired session-ended',
      '#2 filled buy 10 A @ 100 open',
      '#3 accepted',
      '#3 filled sell 10 A @ 98 path',
    ]);
    expect(executions.slice(2).map(({ time }) => iso(time))).toEqual([
      '2024-01-08T21:00:00.000Z',
      '2024-01-09T14:30:00.000Z',
      '2024-01-09T14:30:00.000Z',
      '2024-01-09T14:31:00.000Z',
    ]);
  });

  test('a cancel takes effect before the path', async () => {
    // Two entries rest; the open takes the one, whose handler calls the other off before the bar falls to it.
    const { story } = await run({
      series: [daily('A', [QUIET, [106, 107, 94, 95], QUIET])],
      onSlice: at({
        0: (s) => {
          s.buy('A', 10, { stop: 105 });
          s.buy('A', 10, { limit: 95 });
        },
      }),
      onExecution: onFill(1, (s) => s.cancelAll('A')),
    });
    expect(story).toEqual(['#1 accepted', '#2 accepted', '#1 filled buy 10 A @ 106 open', '#2 canceled requested']);
  });
});

describe('orders sent from the handler of a fill within the bar', () => {
  // A limit at 97 is reached on the way from 100 to 94; the bar also sees 103 and closes at 99.
  const bar: Row = [100, 103, 94, 99];

  test('a stop protects on the rest of that bar', async () => {
    const { story, result } = await run({
      series: [daily('A', [QUIET, bar, QUIET])],
      onSlice: at({ 0: (s) => s.buy('A', 10, { limit: 97 }) }),
      onExecution: onFill(1, (s) => s.sell('A', 10, { stop: 95 })),
    });
    expect(story).toEqual(['#1 accepted', '#1 filled buy 10 A @ 97 path', '#2 accepted', '#2 filled sell 10 A @ 95 path']);
    expect(result.fills[1]!.pathDependent).toBe(true);
  });

  test('a limit does not fill in that bar', async () => {
    const { story, result } = await run({
      series: [daily('A', [QUIET, bar, [100, 104, 100, 104]])],
      onSlice: at({ 0: (s) => s.buy('A', 10, { limit: 97 }) }),
      onExecution: onFill(1, (s) => s.sell('A', 10, { limit: 102 })),
    });
    expect(story.at(-1)).toBe('#2 filled sell 10 A @ 102 path');
    expect(iso(result.fills[1]!.time)).toBe('2024-01-10T21:00:00.000Z');
  });

  test('a market order waits for the next open', async () => {
    const { story, result } = await run({
      series: [daily('A', [QUIET, bar, [98, 98, 98, 98]])],
      onSlice: at({ 0: (s) => s.buy('A', 10, { limit: 97 }) }),
      onExecution: onFill(1, (s) => s.sell('A', 10)),
    });
    expect(story.at(-1)).toBe('#2 filled sell 10 A @ 98 open');
    expect(iso(result.fills[1]!.time)).toBe('2024-01-10T14:30:00.000Z');
  });

  test('an order on another instrument finds nothing in that bar', async () => {
    const { story } = await run({
      series: [daily('A', [QUIET, bar]), daily('B', [QUIET, bar])],
      onSlice: at({ 0: (s) => s.buy('A', 10, { limit: 97 }) }),
      onExecution: onFill(1, (s) => s.buy('B', 10, { limit: 98 })),
    });
    expect(story.slice(-2)).toEqual(['#2 accepted', '#2 expired end-of-data']);
  });
});

describe('handlers that answer without end', () => {
  test('are stopped with an error', async () => {
    const endless = run({
      series: [daily('A', [QUIET, [100, 101, 99, 100]])],
      onSlice: at({ 0: (s) => s.buy('A', 1) }),
      onExecution: (s, execution) => {
        if (execution.kind !== 'filled') return;
        if (s.quantity('A') > 0) s.sell('A', 1, { stop: 100.5 });
        else s.buy('A', 1, { stop: 99.5 });
      },
    });
    await expect(endless).rejects.toMatchObject({ name: 'StrategyError', code: 'strategy/endless-commands' });
  });
});

function iso(time: number): string {
  return new Date(time).toISOString();
}
