import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { alwaysOpen, equityCurveOf, xnys, type Calendar } from '../../src/index.js';
import { cases } from '../support/scale.js';

const START = { time: Date.parse('2024-01-05T05:00:00Z'), equity: 100 };
const curve = (points: readonly (readonly [string, number])[], calendar: Calendar = xnys): ReturnType<typeof equityCurveOf> =>
  equityCurveOf(
    { times: Float64Array.from(points, ([time]) => Date.parse(time)), equity: Float64Array.from(points, ([, equity]) => equity) },
    START,
    calendar,
  );

describe('the sessions of an equity curve', () => {
  test('take the last point of each, midnight of the venue included', () => {
    const { sessionDates, sessionEquity, startEquity, startTime } = curve([
      ['2024-01-05T14:31:00Z', 101],
      ['2024-01-05T21:00:00Z', 102],
      // Midnight in New York still belongs to Friday, a millisecond later belongs to Monday.
      ['2024-01-06T05:00:00Z', 103],
      ['2024-01-06T05:00:00.001Z', 104],
      ['2024-01-07T12:00:00Z', 105],
      ['2024-01-08T21:00:00Z', 106],
      ['2024-01-09T00:30:00Z', 107],
    ]);
    expect(sessionDates).toEqual(['2024-01-05', '2024-01-08']);
    expect([...sessionEquity]).toEqual([103, 107]);
    expect([startTime, startEquity]).toEqual([START.time, 100]);
  });

  test('are UTC days of an always-open market', () => {
    const { sessionDates, sessionEquity } = curve(
      [
        ['2024-01-06T00:00:00Z', 101],
        ['2024-01-06T12:00:00Z', 102],
        ['2024-01-07T00:00:00Z', 103],
      ],
      alwaysOpen,
    );
    expect([sessionDates, [...sessionEquity]]).toEqual([
      ['2024-01-05', '2024-01-06'],
      [101, 103],
    ]);
  });

  test('skip sessions without a point', () => {
    const { sessionDates } = curve([
      ['2024-01-05T21:00:00Z', 1],
      ['2024-01-10T21:00:00Z', 2],
    ]);
    expect(sessionDates).toEqual(['2024-01-05', '2024-01-10']);
  });

  test('of no point are none', () => {
    const none = curve([]);
    expect([none.sessionDates, none.sessionEquity.length, none.sessionTimes.length]).toEqual([[], 0, 0]);
  });

  test('equal grouping each point by its session', () => {
    const begin = Date.parse('2024-06-28T00:00:00Z');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 24 * 12 }), { maxLength: 60 }),
        fc.constantFrom(xnys, alwaysOpen),
        (hours, calendar) => {
          const times = Float64Array.from(
            hours.toSorted((a, b) => a - b),
            (hour) => begin + hour * 3_600_000,
          );
          const equity = times.map((_, i) => i + 1);
          const expected = new Map<string, number>();
          times.forEach((time, i) => expected.set(calendar.sessionOf(time).date, equity[i]!));
          const { sessionDates, sessionEquity } = equityCurveOf({ times, equity }, START, calendar);
          expect(sessionDates.map((date, i) => [date, sessionEquity[i]])).toEqual([...expected]);
        },
      ),
      { numRuns: cases(300) },
    );
  });
});
