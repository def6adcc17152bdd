import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { LiveClock } from '../../src/clock/index.js';
import { DAY, MINUTE, SECOND } from '../../src/core/time.js';
import { thrown } from '../support/thrown.js';

const START = Date.parse('2024-11-01T13:30:00Z');

beforeEach(() => {
  jest.useFakeTimers({ now: START });
});

afterEach(() => {
  jest.useRealTimers();
});

/** The machine sleeps: its clock goes on, its timers do not. */
function sleep(duration: number): void {
  jest.setSystemTime(Date.now() + duration);
}

describe('LiveClock', () => {
  test('tells the time of the machine', () => {
    const clock = new LiveClock();
    expect(clock.now()).toBe(START);
    jest.advanceTimersByTime(1234);
    expect(clock.now()).toBe(START + 1234);
  });

  test('runs a task once, at its time and not a millisecond before', () => {
    const clock = new LiveClock();
    const ran: number[] = [];
    clock.at(START + MINUTE, () => ran.push(Date.now() - START));
    jest.advanceTimersByTime(MINUTE - 1);
    expect(ran).toEqual([]);
    jest.advanceTimersByTime(1);
    jest.advanceTimersByTime(DAY);
    expect(ran).toEqual([MINUTE]);
  });

  // A host timer of 2^31 ms or more runs at once: 24.9 days is the longest that one can wait.
  test.each([24.8, 24.9, 60, 365])('waits %d days', (days) => {
    const clock = new LiveClock();
    const ran: number[] = [];
    clock.at(START + days * DAY, () => ran.push(Date.now() - START));
    jest.advanceTimersByTime(days * DAY - 1);
    expect(ran).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(ran).toEqual([days * DAY]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('a timer that the host fires early is no reason to run early', () => {
    const clock = new LiveClock();
    const ran: number[] = [];
    clock.at(START + MINUTE, () => ran.push(Date.now() - START));
    // Seen from the clock, the timer of a minute goes off 7 s too soon.
    jest.setSystemTime(START - 7 * SECOND);
    jest.advanceTimersByTime(MINUTE);
    expect(ran).toEqual([]);
    jest.advanceTimersByTime(7 * SECOND);
    expect(ran).toEqual([MINUTE]);
  });

  test('stands still while the clock of the machine is behind what it has told', () => {
    const clock = new LiveClock();
    jest.advanceTimersByTime(MINUTE);
    expect(clock.now()).toBe(START + MINUTE);
    jest.setSystemTime(START);
    expect(clock.now()).toBe(START + MINUTE);
    jest.advanceTimersByTime(59 * SECOND);
    expect(clock.now()).toBe(START + MINUTE);
    jest.advanceTimersByTime(2 * SECOND);
    expect(clock.now()).toBe(START + 61 * SECOND);
  });

  test('a task whose time has passed runs in the next turn, never within the call', () => {
    const clock = new LiveClock();
    const ran: string[] = [];
    clock.at(START - DAY, () => ran.push('past'));
    clock.at(START, () => ran.push('now'));
    expect(ran).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(ran).toEqual(['past', 'now']);
  });

  test('canceled, a task does not run, also after its first stretch of waiting', () => {
    const clock = new LiveClock();
    const ran: string[] = [];
    const soon = clock.at(START + SECOND, () => ran.push('soon'));
    const far = clock.at(START + 60 * DAY, () => ran.push('far'));
    soon.unsubscribe();
    jest.advanceTimersByTime(30 * DAY);
    far.unsubscribe();
    jest.advanceTimersByTime(60 * DAY);
    expect(ran).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('every() runs each period, first one period from now, until it is canceled', () => {
    const clock = new LiveClock();
    const ran: number[] = [];
    const ticking = clock.every(10 * SECOND, () => ran.push((Date.now() - START) / SECOND));
    jest.advanceTimersByTime(35 * SECOND);
    ticking.unsubscribe();
    jest.advanceTimersByTime(MINUTE);
    expect(ran).toEqual([10, 20, 30]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('every() does not make up for a sleep, and keeps its beat after it', () => {
    const clock = new LiveClock();
    const ran: number[] = [];
    clock.every(10 * SECOND, () => ran.push((Date.now() - START) / SECOND));
    jest.advanceTimersByTime(12 * SECOND);
    // Eight seconds of the timer are left: it goes off at 12 + 43 + 8 = 63 s, and the next beat is 70 s.
    sleep(43 * SECOND);
    jest.advanceTimersByTime(30 * SECOND);
    expect(ran).toEqual([10, 63, 70, 80]);
  });

  test('a task of every() may cancel it', () => {
    const clock = new LiveClock();
    let runs = 0;
    const ticking = clock.every(SECOND, () => {
      runs += 1;
      if (runs === 2) ticking.unsubscribe();
    });
    jest.advanceTimersByTime(MINUTE);
    expect([runs, jest.getTimerCount()]).toEqual([2, 0]);
  });

  test.each([0, -1, Number.NaN])('every(%d) is refused', (period) => {
    expect(thrown(() => new LiveClock().every(period, () => undefined))).toMatchObject({ code: 'clock/period', hint: 'give milliseconds' });
  });
});
