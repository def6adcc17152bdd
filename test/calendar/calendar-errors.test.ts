import { describe, expect, test } from '@jest/globals';

import { alwaysOpen, calendarByName, xnys } from '../../src/calendar/index.js';
import type { CalendarName } from '../../src/calendar/index.js';
import { ConfigError } from '../../src/core/errors.js';

function errorOf(action: () => unknown): ConfigError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const cases = [
  { calendar: xnys, from: '1990-01-01', to: '2035-12-31', before: '1989-12-31', after: '2036-01-01' },
  { calendar: alwaysOpen, from: '1970-01-01', to: '2100-12-31', before: '1969-12-31', after: '2101-01-01' },
] as const;

describe.each(cases)('$calendar.name outside its range', ({ calendar, from, to, before, after }) => {
  const name = calendar.name;

  test.each([before, after])('the date %s', (date) => {
    const error = errorOf(() => calendar.session(date));
    expect(error.code).toBe('calendar/out-of-range');
    expect(error.context).toEqual({ calendar: name, from, to, date });
    expect(error.hint).toContain(from);
    expect(error.message).toContain(date);
    expect(errorOf(() => calendar.sessions(before, to)).code).toBe('calendar/out-of-range');
    expect(errorOf(() => calendar.sessions(from, after)).code).toBe('calendar/out-of-range');
  });

  test.each([Date.parse(`${before}T00:00:00Z`), Date.parse(`${after}T05:00:00.001Z`), NaN, Infinity, -Infinity])('the time %s', (time) => {
    for (const error of [errorOf(() => calendar.sessionOf(time)), errorOf(() => calendar.nextClosing(time))]) {
      expect(error.code).toBe('calendar/out-of-range');
      expect(error.context).toMatchObject({ calendar: name, from, to, time: expect.any(String) });
      expect(error.hint).toContain(to);
    }
  });

  test('the exact ends of time', () => {
    const last = calendar.sessions(to, to)[0];
    if (!last) throw new Error(`no session on ${to}`);
    expect(calendar.sessionOf(last.dayEnd)).toEqual(last);
    expect(errorOf(() => calendar.sessionOf(last.dayEnd + 1)).code).toBe('calendar/out-of-range');
    expect(errorOf(() => calendar.nextClosing(last.close)).code).toBe('calendar/out-of-range');
    expect(errorOf(() => calendar.at(last.index + 1)).context).toMatchObject({ index: last.index + 1 });
  });

  test.each([-1, 0.5, NaN, Infinity])('the index %s', (index) => {
    expect(errorOf(() => calendar.at(index)).code).toBe('calendar/out-of-range');
  });

  test.each(['', '2024-2-1', '2023-02-29', '2024-13-01', '20240101', '2024-01-01T00:00:00Z'])('the malformed date %j', (date) => {
    const error = errorOf(() => calendar.session(date));
    expect(error.code).toBe('calendar/malformed-date');
    expect(error.context).toEqual({ calendar: name, date });
    expect(error.hint).toContain('YYYY-MM-DD');
    expect(errorOf(() => calendar.sessions(date, to)).code).toBe('calendar/malformed-date');
  });
});

test('the always-open calendar does not know the day that ends with 1970', () => {
  expect(errorOf(() => alwaysOpen.sessionOf(0)).code).toBe('calendar/out-of-range');
});

describe('calendarByName', () => {
  test('knows both calendars', () => {
    expect(calendarByName('XNYS')).toBe(xnys);
    expect(calendarByName('always-open')).toBe(alwaysOpen);
  });

  test('refuses any other name and says which there are', () => {
    const error = errorOf(() => calendarByName('NYSE' as CalendarName));
    expect(error.code).toBe('calendar/unknown');
    expect(error.context).toEqual({ name: 'NYSE', known: ['XNYS', 'always-open'] });
    expect(error.hint).toBe('use one of "XNYS", "always-open"');
  });
});
