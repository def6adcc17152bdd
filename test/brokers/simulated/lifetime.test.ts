import { describe, expect, test } from '@jest/globals';

import { run } from '../../support/run.js';
import { at, type Scripted } from '../../support/scripted.js';
import { daily, flat, intraday, joined } from '../../support/series.js';

const iso = (time: number): string => new Date(time).toISOString();
const wait = (s: Scripted): unknown => s.buy('A', 1, { limit: 50, timeInForce: 'day' });

describe('how long an order works', () => {
  test('a day order sent after the close works through the next session', async () => {
    const { story, executions } = await run({
      series: [daily('A', [flat(100), flat(100), flat(40)])],
      onSlice: at({ 0: wait }),
    });
    expect(story).toEqual(['#1 accepted', '#1 expired session-ended']);
    expect(iso(executions[1]!.time)).toBe('2024-01-09T21:00:00.000Z');
  });

  test('a day order sent within a session ends with it', async () => {
    const minutes = intraday('A', '2024-01-08', [flat(100), flat(100)], { minutes: 195 });
    const { executions, story } = await run({
      series: [joined(minutes, intraday('A', '2024-01-09', [flat(40)], { minutes: 195 }))],
      onSlice: at({ 0: wait }),
    });
    expect(story).toEqual(['#1 accepted', '#1 expired session-ended']);
    expect(iso(executions[1]!.time)).toBe('2024-01-08T21:00:00.000Z');
  });

  test('a day order can still fill on the bar that ends its session', async () => {
    const { story } = await run({ series: [daily('A', [flat(100), [100, 100, 40, 60]])], onSlice: at({ 0: wait }) });
    expect(story).toEqual(['#1 accepted', '#1 filled buy 1 A @ 50 path']);
  });

  test('an early close ends the session: 13:00 on 2024-07-03', async () => {
    const morning = intraday('A', '2024-07-03', [flat(100), flat(100)], { minutes: 105 });
    const { executions } = await run({
      series: [joined(morning, intraday('A', '2024-07-05', [flat(40)], { minutes: 105 }))],
      onSlice: at({ 0: wait }),
    });
    expect(executions.map(({ kind, time }) => `${kind} ${iso(time)}`)).toEqual([
      'accepted 2024-07-03T15:15:00.000Z',
      'expired 2024-07-03T17:00:00.000Z',
    ]);
  });

  test('a holiday is no session: sent on 2024-07-03, it works on 2024-07-05', async () => {
    const { executions, story } = await run({
      series: [daily('A', [flat(100), [100, 100, 40, 60]], '2024-07-03')],
      onSlice: at({ 0: wait }),
    });
    expect(story.at(-1)).toBe('#1 filled buy 1 A @ 50 path');
    expect(iso(executions[1]!.time)).toBe('2024-07-05T20:00:00.000Z');
  });

  test('gtc, the default, works until the end of the data', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100), flat(100), [60, 60, 40, 50]])],
      onSlice: at({ 0: (s) => s.buy('A', 1, { limit: 50 }), 1: (s) => s.buy('A', 1, { limit: 30 }) }),
    });
    expect(story).toEqual(['#1 accepted', '#2 accepted', '#1 filled buy 1 A @ 50 path', '#2 expired end-of-data']);
  });

  test('what is sent on the last bar ends with the data, and so does what onStop sends', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100)])],
      onSlice: (s) => s.buy('A', 1),
      onStop: (s) => s.buy('A', 1),
    });
    expect(story).toEqual(['#1 accepted', '#1 expired end-of-data', '#2 accepted', '#2 expired end-of-data']);
  });

  test('an order that is canceled fills no more', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100), flat(100), flat(40)])],
      onSlice: at({
        0: (s) => {
          s.buy('A', 1, { limit: 50, tag: 'one' });
          s.buy('A', 1, { limit: 45, tag: 'two' });
          s.buy('A', 1, { limit: 41 });
        },
        1: (s) => s.cancel(s.workingOrders('A').find((order) => order.tag === 'two')!.id),
        2: (s) => s.cancelAll(),
      }),
    });
    expect(story.slice(3)).toEqual(['#2 canceled requested', '#1 canceled requested', '#3 canceled requested']);
  });

  test('an order canceled in the step that sends it never works', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100)])],
      onSlice: at({ 0: (s) => s.cancel(s.buy('A', 1)) }),
    });
    expect(story).toEqual(['#1 accepted', '#1 canceled requested']);
  });

  test('cancelAll spares other symbols', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100)]), daily('B', [flat(100), flat(100)])],
      onSlice: at({
        0: (s) => {
          s.buy('A', 1);
          s.buy('B', 1);
          s.cancelAll('A');
        },
      }),
    });
    expect(story.slice(2)).toEqual(['#1 canceled requested', '#2 filled buy 1 B @ 100 open']);
  });
});

describe('latency', () => {
  test('an order that arrives after an open has missed it', async () => {
    const minutes = intraday('A', '2024-01-08', [flat(100), flat(101), flat(102), flat(103)]);
    const price = async (latency: number): Promise<number> => {
      const { result } = await run({ series: [minutes], broker: { latency }, onSlice: at({ 0: (s) => s.buy('A', 1) }) });
      return result.fills[0]!.priceNumber;
    };
    // Decided at 09:31:00, when the second bar opens.
    expect([await price(0), await price(1), await price(60_000), await price(60_001)]).toEqual([101, 102, 102, 103]);
  });

  test('overnight it costs nothing', async () => {
    const { result } = await run({
      series: [daily('A', [flat(100), flat(101)])],
      broker: { latency: 1000 },
      onSlice: at({ 0: (s) => s.buy('A', 1) }),
    });
    expect(result.fills[0]!.priceNumber).toBe(101);
  });

  test('a stop from the handler of a fill arrives too late for the entry bar', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), [100, 100, 90, 95], [96, 97, 96, 97]])],
      broker: { latency: 1 },
      onSlice: at({ 0: (s) => s.buy('A', 1) }),
      onExecution: (s, execution) => {
        if (execution.kind === 'filled' && execution.order.id === 1) s.sell('A', 1, { stop: 98 });
      },
    });
    expect(story.at(-1)).toBe('#2 filled sell 1 A @ 96 open');
  });

  test.each([-1, Number.NaN, Infinity])('a latency of %d is refused', async (latency) => {
    await expect(run({ series: [daily('A', [flat(1)])], broker: { latency } })).rejects.toMatchObject({ code: 'broker/latency' });
  });
});
