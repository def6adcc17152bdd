import { describe, expect, test } from '@jest/globals';

import { alwaysOpen } from '../../src/calendar/index.js';

const at = (instant: string): number => Date.parse(instant);

describe('the always-open calendar', () => {
  test('what the calendar says of itself', () => {
    expect(alwaysOpen).toMatchObject({ name: 'always-open', zone: 'UTC', sessionsPerYear: 365 });
  });

  test('a session is a UTC day, weekends and holidays included', () => {
    const session = alwaysOpen.session('2024-12-25')!;
    const { date, open, close, dayEnd, earlyClose, index } = session;
    expect({ date, open, close, dayEnd, earlyClose, index }).toEqual({
      date: '2024-12-25',
      open: at('2024-12-25T00:00:00Z'),
      close: at('2024-12-26T00:00:00Z'),
      dayEnd: at('2024-12-26T00:00:00Z'),
      earlyClose: false,
      index: at('2024-12-25T00:00:00Z') / 86_400_000,
    });
    expect(() => Object.assign(session, { close: 0 })).toThrow(TypeError);
    expect(() => Object.assign(session, { index: 0 })).toThrow(TypeError);
  });

  test.each([
    ['a millisecond after midnight', '2024-02-29T00:00:00.001Z', '2024-02-29'],
    ['noon', '2024-02-29T12:00:00Z', '2024-02-29'],
    ['the midnight that ends the day', '2024-03-01T00:00:00Z', '2024-02-29'],
    ['the first moment of the range', '1970-01-01T00:00:00.001Z', '1970-01-01'],
    ['the end of the range', '2101-01-01T00:00:00Z', '2100-12-31'],
  ])('sessionOf: %s', (_, instant, date) => {
    expect(alwaysOpen.sessionOf(at(instant)).date).toBe(date);
  });

  test.each([
    ['midnight, when yesterday has just closed', '2024-03-01T00:00:00Z', '2024-03-01'],
    ['a millisecond before midnight', '2024-02-29T23:59:59.999Z', '2024-02-29'],
    ['the start of the range', '1970-01-01T00:00:00Z', '1970-01-01'],
    ['the last moment of trading', '2100-12-31T23:59:59.999Z', '2100-12-31'],
  ])('nextClosing: %s', (_, instant, date) => {
    expect(alwaysOpen.nextClosing(at(instant)).date).toBe(date);
  });

  test('indices and ranges of dates', () => {
    expect(alwaysOpen.at(0).date).toBe('1970-01-01');
    expect(alwaysOpen.at(1).date).toBe('1970-01-02');
    const dates = alwaysOpen.sessions('2024-02-28', '2024-03-01').map((session) => session.date);
    expect(dates).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(alwaysOpen.sessions('2024-03-01', '2024-02-28')).toEqual([]);
    expect(alwaysOpen.sessions('2023-01-01', '2023-12-31')).toHaveLength(365);
  });
});
