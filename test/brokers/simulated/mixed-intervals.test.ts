import { describe, expect, test } from '@jest/globals';

import { volatilityCost } from '../../../brokers/index.js';
import { BarTable, type BarSeries } from '../../../src/index.js';
import { run } from '../../support/run.js';
import { at, type Scripted } from '../../support/scripted.js';
import { daily, dated, flat, intraday, joined, type Row } from '../../support/series.js';

/** Monday to Thursday. */
const DAYS = ['2024-01-08', '2024-01-09', '2024-01-10', '2024-01-11'] as const;

/** Half hours of the days with these numbers, standing at a price a day. */
function halfHours(symbol: string, prices: readonly number[], days: readonly number[]): BarSeries {
  return joined(...days.map((day) => intraday(symbol, DAYS[day]!, Array<Row>(13).fill(flat(prices[day]!)), { minutes: 30 })));
}

const PRICES = [100, 110, 120, 130];
// The session of Tuesday: 110 at the open and the close, with a way between.
const SESSIONS: readonly Row[] = [flat(100), [110, 115, 104, 110], flat(120), flat(130)];

describe('sessions without finer bars', () => {
  const series = [halfHours('A', PRICES, [0, 2, 3]), daily('A', SESSIONS)];
  /** Runs at the closes of the sessions. */
  const atClose = (steps: Readonly<Record<string, (s: Scripted) => void>>) => (s: Scripted) => {
    const date = new Date(s.now).toISOString();
    if (date.endsWith('T21:00:00.000Z')) steps[date.slice(0, 10)]?.(s);
  };

  test('fill by their session bar, with its open and its path', async () => {
    const { story, result } = await run({
      series,
      onSlice: atClose({
        [DAYS[0]]: (s) => {
          s.buy('A', 10);
          s.order({ symbol: 'A', side: 'buy', quantity: 5, limit: 105 });
          s.order({ symbol: 'A', side: 'sell', quantity: 1, stop: 90 });
        },
        [DAYS[1]]: (s) => s.sell('A', 10),
      }),
    });
    expect(story.filter((line) => line.includes('filled'))).toEqual([
      '#1 filled buy 10 A @ 110 open',
      '#2 filled buy 5 A @ 105 path',
      // On Wednesday there are half hours again.
      '#4 filled sell 10 A @ 120 open',
    ]);
    expect(result.fills.map(({ time, knownAt }) => [time, knownAt].map((each) => new Date(each).toISOString().slice(0, 16)))).toEqual([
      ['2024-01-09T14:30', '2024-01-09T21:00'],
      ['2024-01-09T21:00', '2024-01-09T21:00'],
      ['2024-01-10T14:30', '2024-01-10T15:00'],
    ]);
    expect(result.warnings).toContain('A: 1 of its 1d bars stand in at the venue, where there are no 30m bars');
  });

  test('move the mark at their close', async () => {
    const marks: unknown[] = [];
    await run({ series, onSlice: atClose(Object.fromEntries(DAYS.map((day) => [day, (s: Scripted) => marks.push(s.mark('A'))]))) });
    expect(marks).toEqual(PRICES);
  });

  test('have auctions', async () => {
    const { story } = await run({
      series,
      onSlice: atClose({
        [DAYS[0]]: (s) => {
          s.order({ symbol: 'A', side: 'buy', quantity: 1, timeInForce: 'opg' });
          s.order({ symbol: 'A', side: 'buy', quantity: 2, timeInForce: 'cls' });
        },
      }),
    });
    expect(story.filter((line) => line.includes('filled'))).toEqual(['#1 filled buy 1 A @ 110 open', '#2 filled buy 2 A @ 110 close']);
  });

  test('fill nothing at their open for a decision within the day, but the close auction', async () => {
    const decide = (s: Scripted): void => {
      // 10:00 on Tuesday, told by a bar of B.
      if (new Date(s.now).toISOString() !== '2024-01-09T15:00:00.000Z') return;
      s.buy('A', 1);
      s.order({ symbol: 'A', side: 'buy', quantity: 2, limit: 200 });
      s.order({ symbol: 'A', side: 'buy', quantity: 3, timeInForce: 'cls' });
      s.order({ symbol: 'A', side: 'buy', quantity: 4, timeInForce: 'day' });
    };
    const { story } = await run({ series: [...series, halfHours('B', PRICES, [0, 1, 2, 3])], onSlice: decide });
    expect(story.filter((line) => !line.includes('accepted'))).toEqual([
      '#3 filled buy 3 A @ 110 close',
      '#4 expired session-ended',
      '#1 filled buy 1 A @ 120 open',
      '#2 filled buy 2 A @ 120 open',
    ]);
  });

  test('count for the volatility that costs follow', async () => {
    // By hand: Tuesday's variance is ½ ln²(115/104), the others are 0; before Thursday there are three sessions.
    const variance = 0.5 * Math.log(115 / 104) ** 2;
    const bps = 5 + 0.1 * 1e4 * Math.sqrt(variance / 3);
    const { result } = await run({ series, broker: { costs: [volatilityCost()] }, onSlice: atClose({ [DAYS[2]]: (s) => s.buy('A', 10) }) });
    expect(result.fills[0]!.cost.toNumber()).toBeCloseTo((1300 * bps) / 1e4, 6);
  });

  test('are closed at the end where they are the last', async () => {
    const { result } = await run({
      series: [halfHours('A', PRICES, [0, 2]), daily('A', SESSIONS)],
      closeAtEnd: true,
      onSlice: at({ 0: (s) => s.buy('A', 1) }),
    });
    expect(result.fills.map(({ priceNumber }) => priceNumber)).toEqual([100, 130]);
    expect(result.finalCash.toString()).toBe('100030');
  });
});

describe('what stands in', () => {
  const table = (series: readonly BarSeries[]): BarTable => {
    const made = new BarTable(series);
    made.fillGaps();
    return made;
  };

  test('is nothing where a session has any finer bar: the finest series itself is what the venue sees', () => {
    const half = joined(...DAYS.map((day) => intraday('A', day, [flat(100)], { minutes: 30 })));
    const made = table([half, daily('A', SESSIONS)]);
    expect(made.venueSeries(0)).toBe(made.finestSeries(0));
    expect(made.series.map(({ venueRows }) => venueRows)).toEqual([undefined, undefined]);
  });

  test('is the next coarser interval, and the session only where that is missing too', () => {
    const minutes = intraday('A', DAYS[0], [flat(1), flat(2)], { minutes: 1 });
    const hours = intraday('A', DAYS[0], [flat(10), flat(11)], { minutes: 60 });
    const made = table([
      minutes,
      hours,
      dated('A', [
        [DAYS[0], ...flat(100)],
        [DAYS[1], ...flat(101)],
      ]),
    ]);
    // The first hour has minutes, the second has none; Tuesday has neither.
    expect([...made.venueSeries(0).close]).toEqual([1, 2, 11, 101]);
    expect(made.series.map(({ venueRows }) => [...venueRows!])).toEqual([
      [0, 1],
      [-1, 2],
      [-1, 3],
    ]);
  });

  test('leaves strategies the bars as they are', async () => {
    const seen: string[] = [];
    await run({
      series: [halfHours('A', PRICES, [0, 2]), daily('A', SESSIONS)],
      onBar: (s, bar) => seen.push(`${bar.interval} ${s.history('A', 1)[0]!.close}`),
    });
    expect(seen.filter((line) => line.startsWith('30m'))).toHaveLength(26);
    // On Tuesday the last half hour is Monday's.
    expect(seen.filter((line) => line.startsWith('1d'))).toEqual(['1d 100', '1d 100', '1d 120', '1d 120']);
  });
});
