import { expect, test } from '@jest/globals';

import { alwaysOpen, isoInstant, xnys } from '../../src/index.js';
import { sessionBefore, weekdayOf, weekOf } from '../../src/calendar/week.js';
import { run } from '../support/run.js';
import { daily, flat } from '../support/series.js';

test('weeks begin on Monday', () => {
  // 2024-07-01 is a Monday, 2024-07-05 the Friday of that week, 2024-07-07 its Sunday.
  const of = (date: string): [number, number] => [weekdayOf(alwaysOpen.session(date)!), weekOf(alwaysOpen.session(date)!)];
  const [, week] = of('2024-07-01');
  expect(['2024-06-30', '2024-07-01', '2024-07-05', '2024-07-07', '2024-07-08'].map(of)).toEqual([
    [6, week - 1],
    [0, week],
    [4, week],
    [6, week],
    [0, week + 1],
  ]);
});

test('before the first session that a calendar knows there is none', () => {
  expect(sessionBefore(xnys, xnys.session('2024-07-05')!)?.date).toBe('2024-07-03');
  expect(sessionBefore(xnys, xnys.session('1990-01-02')!)).toBeUndefined();
  expect(sessionBefore(alwaysOpen, alwaysOpen.at(0))).toBeUndefined();
});

test.each([
  ['XNYS', '1990-01-02'],
  ['always-open', '1970-01-01'],
] as const)('a run over %s may begin with its first session, %s', async (calendar, first) => {
  const fired: string[] = [];
  const { result, story } = await run({
    series: [daily({ symbol: 'A', calendar }, [flat(1), flat(1), flat(1), flat(1)], first)],
    from: `${first.slice(0, 8)}01`,
    onStart: (s) => {
      const fire = (name: string) => (): void => void fired.push(`${name} ${isoInstant(s.now).slice(0, 10)}`);
      s.schedule.sessionClose(0, fire('close'));
      s.schedule.firstSessionOfMonth(fire('month'), 0);
      s.schedule.weekly('monday', fire('week'), 0);
      s.consolidate('A', 'week', (bar) => fired.push(`bar of ${isoInstant(bar.openTime).slice(0, 10)}`));
    },
    onSlice: (s) => s.step === 0 && s.buy('A', 1),
  });
  expect(story).toEqual(['#1 accepted', '#1 filled buy 1 A @ 1 open']);
  expect(result.equity.equity).toHaveLength(4);
  // Four sessions end the week.
  expect(fired.at(-1)).toBe(`bar of ${first}`);
  // The first session stands in for the Monday before it, and begins its month.
  expect(fired.filter((one) => one.includes(first) && !one.startsWith('bar')).map((one) => one.split(' ')[0])).toEqual(
    // A market that is always open opens with the run, so the moment of its first open is not to come any more.
    calendar === 'XNYS' ? ['month', 'week', 'close'] : [],
  );
});
