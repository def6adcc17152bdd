import { describe, expect, test } from '@jest/globals';

import { xnys } from '../../src/calendar/index.js';
import type { Session } from '../../src/calendar/index.js';
import { goldenYears, spyDates, weekdaysOf } from './facts.js';

const ofYear = (year: string): readonly Session[] => xnys.sessions(`${year}-01-01`, `${year}-12-31`);
const utcClock = (time: number): string => new Date(time).toISOString().slice(11, 16);

describe('XNYS against exchange_calendars, 2005 to 2014', () => {
  const years = goldenYears();

  test.each(years)('%s: number of sessions', (year, facts) => {
    expect(ofYear(year)).toHaveLength(facts.sessions);
  });

  test.each(years)('%s: weekdays without a session', (year, facts) => {
    expect(weekdaysOf(Number(year)).filter((date) => !xnys.session(date))).toEqual(facts.weekdayClosures);
  });

  test.each(years)('%s: UTC hours of every session, special ones and daylight time included', (year, facts) => {
    const special = new Map(facts.specialSessions.map((each) => [each.date, each]));
    for (const session of ofYear(year)) {
      const daylight = session.date >= facts.firstSessionOnDaylightTime && session.date <= facts.lastSessionOnDaylightTime;
      const usual = daylight ? { openUtc: '13:30', closeUtc: '20:00' } : { openUtc: '14:30', closeUtc: '21:00' };
      const { openUtc, closeUtc } = special.get(session.date) ?? usual;
      expect(session).toMatchObject({
        open: Date.parse(`${session.date}T${openUtc}Z`),
        close: Date.parse(`${session.date}T${closeUtc}Z`),
        earlyClose: special.has(session.date),
      });
    }
  });

  test.each(years)('%s: first and last session on daylight time', (year, facts) => {
    const dates = ofYear(year)
      .filter((session) => utcClock(session.open) === '13:30')
      .map((session) => session.date);
    expect([dates[0], dates.at(-1)]).toEqual([facts.firstSessionOnDaylightTime, facts.lastSessionOnDaylightTime]);
  });

  test('every case of the file is covered', () => {
    const count = (of: (facts: (typeof years)[number][1]) => number): number => years.reduce((sum, [, facts]) => sum + of(facts), 0);
    const counts = {
      years: years.length,
      sessions: count((facts) => facts.sessions),
      closures: count((facts) => facts.weekdayClosures.length),
      specialSessions: count((facts) => facts.specialSessions.length),
      daylightDates: 2 * years.length,
    };
    console.info(`golden calendar-xnys-2005-2014: all cases covered, ${JSON.stringify(counts)}`);
    expect(counts.years).toBe(10);
  });
});

describe('XNYS against the dates of SPY', () => {
  test('its sessions from 1993-01-29 to 2024-03-22 are the days SPY traded, no more and no fewer', () => {
    const dates = spyDates();
    expect(dates).toHaveLength(7843);
    expect(xnys.sessions('1993-01-29', '2024-03-22').map((session) => session.date)).toEqual(dates);
  });
});
