import { describe, expect, test } from '@jest/globals';

import { run } from '../../support/run.js';
import { dated, flat, intraday } from '../../support/series.js';

describe('an instrument with session bars and minute bars', () => {
  test('fills and is marked on its minutes alone where it has them, on its session bars where it has not', async () => {
    const sessions = dated('A', [
      ['2024-01-08', ...flat(100)],
      ['2024-01-09', ...flat(110)],
      ['2024-01-10', ...flat(120)],
    ]);
    const minutes = intraday('A', '2024-01-10', [flat(121), flat(122)]);
    const marks: (number | undefined)[] = [];
    const { result } = await run({
      series: [sessions, minutes],
      // Slices: the closes of the 8th and the 9th, two minutes of the 10th, its close.
      onSlice: (strategy) => {
        marks.push(strategy.mark('A'));
        if (marks.length === 2 || marks.length === 3) strategy.buy('A', 10);
      },
    });
    // The session bar of the 10th, at 120, moves nothing.
    expect(marks).toEqual([100, 110, 121, 122, 122]);
    expect(result.orders.map(({ status, reason }) => [status, reason])).toEqual([
      ['filled', undefined],
      ['filled', undefined],
    ]);
    expect(result.fills.map(({ priceNumber, knownAt }) => [priceNumber, new Date(knownAt).toISOString()])).toEqual([
      [121, '2024-01-10T14:31:00.000Z'],
      [122, '2024-01-10T14:32:00.000Z'],
    ]);
  });
});
