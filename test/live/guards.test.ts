import { describe, expect, test } from '@jest/globals';

import { SimulatedClock, QUEUE_RANK, xnys, type BarInterval } from '../../src/index.js';
import { SessionLoss, StaleData } from '../../src/live/guards.js';
import { actableUntil, missedInputs } from '../../src/live/missed-slices.js';
import type { SliceBar } from '../../src/feed/live-feed.js';

const at = (text: string): number => Date.parse(text);
const bar = (interval: BarInterval): SliceBar => ({
  symbol: 'A',
  interval,
  openTime: 0,
  time: 0,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume: 1,
  extended: false,
});

describe('the loss of a session', () => {
  test('counts from the equity before it, and halts beyond the limit only', () => {
    const guard = new SessionLoss(xnys, 0.05);
    // Monday 4 November 2024: from 100,000 on.
    expect(guard.check(at('2024-11-04T15:00:00Z'), 100_000)).toBeUndefined();
    expect(guard.check(at('2024-11-04T20:59:00Z'), 95_000)).toBeUndefined();
    expect(guard.check(at('2024-11-04T21:00:00Z'), 94_999)).toBe('this session has lost 5.00 % of equity, the limit is 5.00 %');
    // Tuesday begins with what Monday left: 94,999 less 5 % is 90,249.05.
    expect(guard.check(at('2024-11-05T14:31:00Z'), 90_250)).toBeUndefined();
    expect(guard.check(at('2024-11-05T14:32:00Z'), 90_249)).toBe('this session has lost 5.00 % of equity, the limit is 5.00 %');
    expect(guard.check(at('2024-11-05T14:33:00Z'), 80_000)).toBe('this session has lost 15.79 % of equity, the limit is 5.00 %');
  });

  test('without a limit nothing halts', () => {
    const guard = new SessionLoss(xnys, undefined);
    expect(guard.check(at('2024-11-04T15:00:00Z'), 100_000)).toBeUndefined();
    expect(guard.check(at('2024-11-04T15:01:00Z'), 1)).toBeUndefined();
  });
});

describe('bars that do not come', () => {
  function watched(start: string, interval: BarInterval = '1m', after?: number) {
    const clock = new SimulatedClock(at(start));
    const said: string[] = [];
    const stamp = (): string => new Date(clock.now()).toISOString().slice(5, 16);
    const guard = new StaleData({
      clock,
      calendar: xnys,
      after,
      onStale: (reason) => said.push(`${stamp()} ${reason}`),
      onFresh: () => said.push(`${stamp()} fresh`),
    });
    const until = (text: string): void => {
      for (
        let task = clock.takeBefore(at(text), QUEUE_RANK.operator);
        task !== undefined;
        task = clock.takeBefore(at(text), QUEUE_RANK.operator)
      )
        task();
      clock.advance(at(text));
    };
    const come = (): void => guard.onBar({ time: clock.now(), bars: [bar(interval)], missing: [] });
    guard.begin(interval);
    return { guard, said, until, come };
  }

  test('ten intervals after the last one, and again after they have come', () => {
    const { said, until, come } = watched('2024-11-04T15:00:00Z');
    come();
    until('2024-11-04T15:05:00Z');
    come();
    until('2024-11-04T15:30:00Z');
    expect(said).toEqual(['11-04T15:15 no bar for 600 s during the session']);
    come();
    until('2024-11-04T15:45:00Z');
    expect(said.slice(1)).toEqual(['11-04T15:30 fresh', '11-04T15:40 no bar for 600 s during the session']);
  });

  test('a night and a weekend are no silence: patience begins anew with the next session', () => {
    const { said, until, come } = watched('2024-11-01T19:55:00Z');
    come();
    // Friday closes at 20:00 in summer time, Monday opens at 14:30 after the change of the clocks.
    until('2024-11-04T14:39:59Z');
    expect(said).toEqual([]);
    until('2024-11-04T15:00:00Z');
    expect(said).toEqual(['11-04T14:40 no bar for 600 s during the session']);
  });

  test('session bars are never stale, unless a time is given', () => {
    const silent = watched('2024-11-04T21:00:00Z', '1d');
    silent.come();
    silent.until('2024-11-08T21:00:00Z');
    expect(silent.said).toEqual([]);
    const short = watched('2024-11-04T15:00:00Z', '1d', 90_000);
    short.come();
    short.until('2024-11-04T15:02:00Z');
    expect(short.said).toEqual(['11-04T15:01 no bar for 90 s during the session']);
  });

  test('a feed that is silent from the start is silent too', () => {
    const { said, until } = watched('2024-11-04T14:00:00Z');
    until('2024-11-04T15:00:00Z');
    expect(said).toEqual(['11-04T14:40 no bar for 600 s during the session']);
  });

  test('nothing is said after a stop', () => {
    const { guard, said, until, come } = watched('2024-11-04T15:00:00Z');
    come();
    guard.stop();
    until('2024-11-04T21:00:00Z');
    expect(said).toEqual([]);
  });
});

describe('slices that were missed', () => {
  const slices = ['2024-11-04T21:00:00Z', '2024-11-05T21:00:00Z', '2024-11-06T21:00:00Z'].map((time) => ({
    time: at(time),
    bars: [bar('1d')],
    missing: [],
  }));
  const muted = (now: string, missed?: 'latest' | 'all' | 'skip') =>
    missedInputs(slices, at(now), xnys, missed === undefined ? {} : { missed }).map((input) => input.muted === true);

  test('by default the last one is acted on until the next open', () => {
    expect(muted('2024-11-07T14:30:00Z')).toEqual([true, true, false]);
    expect(muted('2024-11-07T14:30:01Z')).toEqual([true, true, true]);
  });

  test('all of them, or none', () => {
    expect(muted('2024-11-09T00:00:00Z', 'all')).toEqual([false, false, false]);
    expect(muted('2024-11-06T21:00:01Z', 'skip')).toEqual([true, true, true]);
  });

  test('minutes are acted on for two more of them, or as long as is said', () => {
    const minute = { time: at('2024-11-04T15:00:00Z'), bars: [bar('1m')], missing: [] };
    expect(actableUntil(minute, xnys, {})).toBe(at('2024-11-04T15:02:00Z'));
    expect(actableUntil(minute, xnys, { maxDecisionAge: 30_000 })).toBe(at('2024-11-04T15:00:30Z'));
    // Friday's session bar waits for Monday.
    expect(actableUntil({ time: at('2024-11-01T20:00:00Z'), bars: [bar('1d')], missing: [] }, xnys, {})).toBe(at('2024-11-04T14:30:00Z'));
  });
});
