import { describe, expect, test } from '@jest/globals';

import { isoInstant, type Timer, type Weekday } from '../../src/index.js';
import { run } from '../support/run.js';
import type { Scripted } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';
import { rejection } from '../support/thrown.js';

/** Instants at which the timers fire that `set` makes in a run over sessions from `first` on. */
async function fired(
  { first, sessions, from, calendar }: { first: string; sessions: number; from?: string; calendar?: 'always-open' },
  set: (s: Scripted, fire: () => void) => void,
): Promise<string[]> {
  const times: string[] = [];
  const rows = Array.from({ length: sessions }, () => flat(100));
  await run({
    series: [daily({ symbol: 'A', ...(calendar && { calendar }) }, rows, first)],
    ...(from !== undefined && { from }),
    onStart: (s) => set(s, () => times.push(isoInstant(s.now))),
  });
  return times;
}

describe('timers on sessions', () => {
  test('follow daylight saving, which begins on Sunday 2024-03-10', async () => {
    const times = await fired({ first: '2024-03-07', sessions: 4 }, (s, fire) => s.schedule.sessionOpen(5, fire));
    // 09:35 New York.
    expect(times).toEqual(['2024-03-07T14:35:00Z', '2024-03-08T14:35:00Z', '2024-03-11T13:35:00Z', '2024-03-12T13:35:00Z']);
  });

  test('follow early closes and holidays: 2024-07-03 shuts at 13:00, 2024-07-04 has no session', async () => {
    const times = await fired({ first: '2024-07-02', sessions: 3 }, (s, fire) => s.schedule.sessionClose(-15, fire));
    expect(times).toEqual(['2024-07-02T19:45:00Z', '2024-07-03T16:45:00Z', '2024-07-05T19:45:00Z']);
  });

  test('may lie before the open and after the close, also on other dates', async () => {
    const times = await fired({ first: '2024-01-08', sessions: 2 }, (s, fire) => {
      s.schedule.sessionOpen(-600, fire);
      s.schedule.sessionClose(600, fire);
    });
    // 23:30 of the evening before, 02:00 of the morning after. A run begins when the session before its first one has
    // ended, here at midnight after Friday 2024-01-05, and ends with the last bar.
    expect(times).toEqual(['2024-01-06T07:00:00Z', '2024-01-08T04:30:00Z', '2024-01-09T04:30:00Z', '2024-01-09T07:00:00Z']);
  });

  test('fire on every day of a venue that never shuts', async () => {
    const times = await fired({ first: '2024-01-05', sessions: 3, calendar: 'always-open' }, (s, fire) =>
      s.schedule.sessionClose(-1, fire),
    );
    expect(times).toEqual(['2024-01-05T23:59:00Z', '2024-01-06T23:59:00Z', '2024-01-07T23:59:00Z']);
  });

  test('wait for the first trading session', async () => {
    const times = await fired({ first: '2024-01-08', sessions: 4, from: '2024-01-10' }, (s, fire) => {
      s.schedule.sessionOpen(0, fire);
      // On the eve of the first trading session: that is still warm-up.
      s.schedule.sessionOpen(-600, fire);
    });
    expect(times).toEqual(['2024-01-10T14:30:00Z', '2024-01-11T04:30:00Z', '2024-01-11T14:30:00Z']);
  });

  test('set in the middle of a run begin with their next moment', async () => {
    const times: string[] = [];
    await run({
      series: [daily('A', [flat(1), flat(1), flat(1)])],
      onSlice: (s) => {
        if (s.step > 0) return;
        s.schedule.sessionClose(0, () => times.push(isoInstant(s.now)));
      },
    });
    // The close of the first session is now, and not to come.
    expect(times).toEqual(['2024-01-09T21:00:00Z', '2024-01-10T21:00:00Z']);
  });

  test('set after midnight still reach the moment of the session before', async () => {
    const times: string[] = [];
    await run({
      series: [daily('A', [flat(1), flat(1)])],
      onStart: (s) => {
        // 01:00 New York of 2024-01-09; ten hours after the close of 2024-01-08 is 02:00.
        s.clock.at(Date.parse('2024-01-09T06:00:00Z'), () => s.schedule.sessionClose(600, () => times.push(isoInstant(s.now))));
      },
    });
    expect(times).toEqual(['2024-01-09T07:00:00Z']);
  });

  test('end when they are unsubscribed, also from within', async () => {
    const times = await fired({ first: '2024-01-08', sessions: 5 }, (s, fire) => {
      const timer = s.schedule.sessionOpen(0, () => {
        fire();
        if (isoInstant(s.now).startsWith('2024-01-09')) timer.unsubscribe();
      });
      s.schedule.sessionClose(0, fire).unsubscribe();
    });
    expect(times).toEqual(['2024-01-08T14:30:00Z', '2024-01-09T14:30:00Z']);
  });
});

describe('the first session of a month', () => {
  test('is not always the first day, nor the first weekday', async () => {
    // 2024-06-01 is a Saturday; 2024-09-02 is Labor Day.
    const summer = await fired({ first: '2024-05-30', sessions: 70 }, (s, fire) => s.schedule.firstSessionOfMonth(fire, 0));
    expect(summer).toEqual(['2024-06-03T13:30:00Z', '2024-07-01T13:30:00Z', '2024-08-01T13:30:00Z', '2024-09-03T13:30:00Z']);
  });

  test('fires 5 minutes before the open unless told otherwise', async () => {
    expect(await fired({ first: '2024-01-30', sessions: 4 }, (s, fire) => s.schedule.firstSessionOfMonth(fire))).toEqual([
      '2024-02-01T14:25:00Z',
    ]);
  });
});

describe('weekly', () => {
  const on = (day: Weekday, first: string, sessions: number): Promise<string[]> =>
    fired({ first, sessions }, (s, fire) => s.schedule.weekly(day, fire, 0));

  test('Monday, or the day after where Monday is a holiday', async () => {
    // 2024-01-15 is Martin Luther King Jr. Day.
    expect(await on('monday', '2024-01-08', 10)).toEqual(['2024-01-08T14:30:00Z', '2024-01-16T14:30:00Z', '2024-01-22T14:30:00Z']);
  });

  test('Thursday is Friday in the week of Thanksgiving', async () => {
    expect(await on('thursday', '2024-11-18', 10)).toEqual(['2024-11-21T14:30:00Z', '2024-11-29T14:30:00Z']);
  });

  test('no Friday in the week of Good Friday', async () => {
    // 2024-03-29; New York is on daylight saving.
    expect(await on('friday', '2024-03-18', 15)).toEqual(['2024-03-22T13:30:00Z', '2024-04-05T13:30:00Z']);
  });

  test('once a week where weekends have sessions too', async () => {
    const times = await fired({ first: '2024-01-01', sessions: 14, calendar: 'always-open' }, (s, fire) =>
      s.schedule.weekly('friday', fire, 0),
    );
    expect(times).toEqual(['2024-01-05T00:00:00Z', '2024-01-12T00:00:00Z']);
  });

  test('5 minutes before the open unless told otherwise', async () => {
    expect(await fired({ first: '2024-01-08', sessions: 5 }, (s, fire) => s.schedule.weekly('wednesday', fire))).toEqual([
      '2024-01-10T14:25:00Z',
    ]);
  });

  test('an unknown weekday is an error', async () => {
    const error = await rejection(on('sunday' as Weekday, '2024-01-08', 1));
    expect(error).toMatchObject({ name: 'ConfigError', code: 'schedule/weekday', context: { day: 'sunday' } });
  });
});

describe('who is called', () => {
  test('a name goes to onTimer, with session and time; a function gets the name of its rule', async () => {
    const timers: Timer[] = [];
    await run({
      series: [daily('A', [flat(1)], '2024-07-03')],
      onStart: (s) => {
        s.schedule.sessionOpen(1, 'morning');
        s.schedule.sessionOpen(2, (timer) => timers.push(timer));
        s.schedule.sessionClose(-1, (timer) => timers.push(timer));
      },
      onTimer: (_, timer) => timers.push(timer),
    });
    expect(timers.map(({ name, time, session }) => [name, isoInstant(time), session.date, session.earlyClose])).toEqual([
      ['morning', '2024-07-03T13:31:00Z', '2024-07-03', true],
      ['sessionOpen', '2024-07-03T13:32:00Z', '2024-07-03', true],
      ['sessionClose', '2024-07-03T16:59:00Z', '2024-07-03', true],
    ]);
  });

  test("the clock's own timers repeat, and what they throw names the strategy and the time", async () => {
    const times: string[] = [];
    const error = await rejection(
      run({
        series: [daily('A', [flat(1)])],
        onStart: (s) => {
          // The run begins on 2024-01-06T05:00Z, when Friday has ended in New York.
          s.clock.every(24 * 3_600_000, () => {
            times.push(isoInstant(s.now));
            if (times.length === 2) throw new Error('enough');
          });
        },
      }),
    );
    expect(times).toEqual(['2024-01-07T05:00:00Z', '2024-01-08T05:00:00Z']);
    expect(error).toMatchObject({ name: 'StrategyError', message: 'ScriptedStrategy.onTimer at 2024-01-08T05:00:00Z: enough' });
  });

  test('what a timer throws names the strategy and the time', async () => {
    const error = await rejection(
      run({
        series: [daily('A', [flat(1)])],
        onStart: (s) =>
          s.schedule.sessionOpen(0, () => {
            throw new Error('no');
          }),
      }),
    );
    expect(error).toMatchObject({ name: 'StrategyError', message: 'ScriptedStrategy.onTimer at 2024-01-08T14:30:00Z: no' });
  });

  test('orders of a timer at the open fill at that open, of a timer after it at the next', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(101), flat(102)])],
      onStart: (s) => {
        s.schedule.sessionOpen(0, () => s.mark('A') === 100 && s.buy('A', 1));
        s.schedule.sessionOpen(1, () => s.mark('A') === 100 && s.buy('A', 2));
      },
    });
    expect(story).toEqual(['#1 accepted', '#2 accepted', '#1 filled buy 1 A @ 101 open', '#2 filled buy 2 A @ 102 open']);
  });
});
