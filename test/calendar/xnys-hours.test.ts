import { describe, expect, test } from '@jest/globals';
import { DateTime } from 'luxon';

import { xnys } from '../../src/calendar/index.js';
import { CLOSURES, EARLY_CLOSES, weekdaysOf } from './facts.js';

function newYork(date: string, clock: string): number {
  return DateTime.fromISO(`${date}T${clock}`, { zone: 'America/New_York' }).toMillis();
}

describe('XNYS hours against the zone database, 1990 to 2030', () => {
  const sessions = xnys.sessions('1990-01-01', '2030-12-31');

  test('open, close and end of day of every session', () => {
    expect(sessions.length).toBeGreaterThan(41 * 249);
    const wrong = sessions.filter((session) => {
      const open = newYork(session.date, session.date === '2002-09-11' ? '12:00' : '09:30');
      const close = newYork(session.date, EARLY_CLOSES.get(session.date) ?? '16:00');
      const dayEnd = DateTime.fromISO(session.date, { zone: 'America/New_York' }).plus({ days: 1 }).toMillis();
      return session.open !== open || session.close !== close || session.dayEnd !== dayEnd;
    });
    expect(wrong).toEqual([]);
  });

  test('early closes are those the exchange announced', () => {
    const early = sessions.filter((session) => session.earlyClose).map((session) => session.date);
    expect(early).toEqual([...EARLY_CLOSES.keys()]);
  });
});

describe('XNYS closures outside the golden years', () => {
  test.each(Object.entries(CLOSURES))('%s', (year, list) => {
    const shut = weekdaysOf(Number(year)).filter((date) => !xnys.session(date));
    expect(shut).toEqual(list.split(' ').map((date) => `${year}-${date}`));
  });

  test.each([
    ['Nixon', '1994-04-27', '1994-04-27'],
    ['11 September', '2001-09-11', '2001-09-14'],
    ['Reagan', '2004-06-11', '2004-06-11'],
    ['Ford', '2007-01-02', '2007-01-02'],
    ['Sandy', '2012-10-29', '2012-10-30'],
    ['Bush', '2018-12-05', '2018-12-05'],
    ['Carter', '2025-01-09', '2025-01-09'],
  ])('%s: no session from %s to %s', (_, from, to) => {
    expect(xnys.sessions(from, to)).toEqual([]);
  });

  test.each(['1993-12-31', '1999-12-31', '2004-12-31', '2010-12-31', '2021-12-31', '2027-12-31'])(
    'a New Year on a Saturday leaves %s a session',
    (date) => {
      expect(xnys.session(date)?.date).toBe(date);
    },
  );

  test.each([
    ['1997-01-20', true], // Martin Luther King Jr. Day before the exchange kept it
    ['1998-01-19', false],
    ['2021-06-18', true], // Juneteenth: law in 2021, kept by the exchange since 2022
    ['2022-06-20', false],
    ['2023-01-02', false], // New Year on a Sunday
  ])('%s is a session: %s', (date, expected) => {
    expect(xnys.session(date) !== undefined).toBe(expected);
  });
});
