import { describe, expect, test } from '@jest/globals';

import {
  compareIntervals,
  DAY,
  daysFromCivil,
  dayOfIsoDate,
  HOUR,
  intervalMillis,
  isoDateOfDay,
  isoInstant,
  MINUTE,
  type Interval,
} from '../../src/core/time.js';
import { thrown } from '../support/thrown.js';

describe('civil dates', () => {
  test('equal those of Date on every day from 1900 to 2100', () => {
    const last = Date.UTC(2100, 11, 31) / DAY;
    for (let day = Date.UTC(1900, 0, 1) / DAY; day <= last; day++) {
      const date = new Date(day * DAY);
      const iso = date.toISOString().slice(0, 10);
      if (
        daysFromCivil(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()) !== day ||
        isoDateOfDay(day) !== iso ||
        dayOfIsoDate(iso) !== day
      ) {
        throw new Error(`${iso} is counted wrong`);
      }
    }
  });

  test('by hand', () => {
    expect(daysFromCivil(1970, 1, 1)).toBe(0);
    expect(daysFromCivil(1969, 12, 31)).toBe(-1);
    // 30 years of 365 days and the leap days of 1972 to 1996: 10950 + 7; and 2000-02-29 is 59 days later.
    expect(daysFromCivil(2000, 1, 1)).toBe(10_957);
    expect(dayOfIsoDate('2000-02-29')).toBe(11_016);
    // The era formula counts years before 0, too.
    expect(daysFromCivil(-1, 3, 1)).toBe(Date.UTC(-1, 2, 1) / DAY);
  });

  test.each([
    '2023-02-29',
    '1900-02-29',
    '2024-00-10',
    '2024-13-01',
    '2024-04-31',
    '2024-01-00',
    '2024-1-1',
    '24-01-01',
    '2024-01-01T00:00',
    '',
    'today',
  ])('%p is no date', (text) => {
    expect(dayOfIsoDate(text)).toBeUndefined();
  });

  test('instants print without milliseconds where there are none', () => {
    expect(isoInstant(0)).toBe('1970-01-01T00:00:00Z');
    expect(isoInstant(Date.UTC(2024, 1, 29, 21))).toBe('2024-02-29T21:00:00Z');
    expect(isoInstant(1.5 * 1000)).toBe('1970-01-01T00:00:01.500Z');
  });
});

describe('intervals', () => {
  test('minutes and hours have a length, a session has its calendar’s', () => {
    expect((['1m', '15m', '1h', '24h', '1d'] as const).map(intervalMillis)).toEqual([MINUTE, 15 * MINUTE, HOUR, DAY, undefined]);
  });

  test.each(['', 'm', '0m', '01m', '1.5h', '-5m', '1w', '2d', '1s', '5 m', '5min', '1H'])('%p is no interval', (text) => {
    expect(thrown(() => intervalMillis(text as Interval))).toMatchObject({
      name: 'ConfigError',
      code: 'config/interval',
      context: { interval: text },
    });
  });

  test('are sorted by length, sessions last', () => {
    const sorted = (['1d', '2h', '90m', '1m', '1h'] as const).toSorted(compareIntervals);
    expect(sorted).toEqual(['1m', '1h', '90m', '2h', '1d']);
    expect([compareIntervals('60m', '1h'), compareIntervals('1d', '1d')]).toEqual([0, 0]);
  });
});
