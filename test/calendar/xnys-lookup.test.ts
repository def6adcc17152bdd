import { describe, expect, test } from '@jest/globals';

import { xnys } from '../../src/calendar/index.js';
import type { Session } from '../../src/calendar/index.js';

const at = (instant: string): number => Date.parse(instant);

describe('XNYS lookups', () => {
  test('what the calendar says of itself', () => {
    expect(xnys).toMatchObject({ name: 'XNYS', zone: 'America/New_York', sessionsPerYear: 252 });
  });

  test('an ordinary session, to the millisecond', () => {
    expect(xnys.session('2024-03-08')).toEqual({
      date: '2024-03-08',
      open: at('2024-03-08T14:30:00Z'),
      close: at('2024-03-08T21:00:00Z'),
      dayEnd: at('2024-03-09T05:00:00Z'),
      earlyClose: false,
      index: expect.any(Number),
    });
  });

  test.each([
    ['its open', '2024-07-19T13:30:00Z', '2024-07-19'],
    ['its close', '2024-07-19T20:00:00Z', '2024-07-19'],
    ['after the close', '2024-07-19T22:00:00Z', '2024-07-19'],
    ['the end of its day exactly', '2024-07-20T04:00:00Z', '2024-07-19'],
    ['a millisecond after the end of its day, a Saturday', '2024-07-20T04:00:00.001Z', '2024-07-22'],
    ['Saturday noon', '2024-07-20T16:00:00Z', '2024-07-22'],
    ['Sunday evening', '2024-07-21T23:00:00Z', '2024-07-22'],
    ['Monday before the open', '2024-07-22T08:00:00Z', '2024-07-22'],
    ['midnight between two sessions', '2024-07-23T04:00:00Z', '2024-07-22'],
    ['a millisecond after it', '2024-07-23T04:00:00.001Z', '2024-07-23'],
    ['a holiday', '2024-07-04T15:00:00Z', '2024-07-05'],
    ['the week of 11 September 2001', '2001-09-11T13:00:00Z', '2001-09-17'],
    ['after an early close', '2024-11-29T20:00:00Z', '2024-11-29'],
    ['midnight on the Friday before daylight time', '2024-03-09T05:00:00Z', '2024-03-08'],
    ['the Sunday on which the clocks change', '2024-03-10T07:30:00Z', '2024-03-11'],
    ['the first midnight of daylight time', '2024-03-12T04:00:00Z', '2024-03-11'],
    ['the start of the range', '1990-01-01T05:00:00Z', '1990-01-02'],
    ['the end of the range', '2036-01-01T05:00:00Z', '2035-12-31'],
  ])('sessionOf: %s', (_, instant, date) => {
    expect(xnys.sessionOf(at(instant)).date).toBe(date);
  });

  test.each([
    ['before the open', '2024-07-19T12:00:00Z', '2024-07-19'],
    ['a millisecond before the close', '2024-07-19T19:59:59.999Z', '2024-07-19'],
    ['at the close: the next session', '2024-07-19T20:00:00Z', '2024-07-22'],
    ['an early close', '2024-07-03T17:00:00Z', '2024-07-05'],
    ['a millisecond before an early close', '2024-07-03T16:59:59.999Z', '2024-07-03'],
    ['a weekend', '2024-07-20T12:00:00Z', '2024-07-22'],
    ['midnight UTC after a close', '2024-07-20T00:00:00Z', '2024-07-22'],
    ['hurricane Sandy', '2012-10-26T20:00:00Z', '2012-10-31'],
    ['the start of the range', '1990-01-01T05:00:00Z', '1990-01-02'],
    ['the last moment of trading', '2035-12-31T20:59:59.999Z', '2035-12-31'],
  ])('nextClosing: %s', (_, instant, date) => {
    expect(xnys.nextClosing(at(instant)).date).toBe(date);
  });

  test('both lookups agree with a plain scan at, before and after each boundary of 2024', () => {
    const sessions = xnys.sessions('2023-12-15', '2025-01-15');
    for (const session of xnys.sessions('2024-01-01', '2024-12-31')) {
      for (const boundary of [session.open, session.close, session.dayEnd]) {
        for (const time of [boundary - 1, boundary, boundary + 1]) {
          expect(xnys.sessionOf(time)).toBe(sessions.find((each) => each.dayEnd >= time));
          expect(xnys.nextClosing(time)).toBe(sessions.find((each) => each.close > time));
        }
      }
    }
  });

  test('a session is one frozen object, whichever way it is asked for', () => {
    const session = xnys.session('2020-02-28') as Session;
    expect(Object.isFrozen(session)).toBe(true);
    expect(xnys.session('2020-02-28')).toBe(session);
    expect(xnys.sessionOf(session.dayEnd)).toBe(session);
    expect(xnys.nextClosing(session.open)).toBe(session);
    expect(xnys.at(session.index)).toBe(session);
    expect(xnys.sessions('2020-02-28', '2020-02-28')[0]).toBe(session);
  });

  test('indices count the sessions from 1990-01-02', () => {
    const sessions = xnys.sessions('1990-01-01', '2035-12-31');
    expect(sessions[0]).toMatchObject({ date: '1990-01-02', index: 0 });
    expect(sessions.every((session, index) => session.index === index)).toBe(true);
    expect(sessions.every((session, index) => index === 0 || session.date > (sessions[index - 1]?.date ?? ''))).toBe(true);
    expect(xnys.at(1).date).toBe('1990-01-03');
  });

  test('weekends and holidays have no session; a range of dates includes both ends', () => {
    expect(xnys.session('2024-07-20')).toBeUndefined();
    expect(xnys.session('2024-12-25')).toBeUndefined();
    const dates = xnys.sessions('2024-07-03', '2024-07-08').map((session) => session.date);
    expect(dates).toEqual(['2024-07-03', '2024-07-05', '2024-07-08']);
    expect(xnys.sessions('2024-07-20', '2024-07-21')).toEqual([]);
    expect(xnys.sessions('2024-07-08', '2024-07-03')).toEqual([]);
  });
});
