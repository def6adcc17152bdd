import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { ConfigError, QUEUE_RANK, SimulatedClock, type QueueRank } from '../../src/index.js';
import { cases } from '../support/scale.js';

/** Runs everything due before (`time`, slice) and leaves the clock at `time`. */
function advance(clock: SimulatedClock, time: number): void {
  for (let task = clock.takeBefore(time, QUEUE_RANK.slice); task; task = clock.takeBefore(time, QUEUE_RANK.slice)) task();
  clock.advance(time);
}

describe('SimulatedClock', () => {
  test('runs tasks in the order of time, rank, arrival', () => {
    const clock = new SimulatedClock(0);
    const seen: string[] = [];
    const add = (name: string, time: number, rank: QueueRank): void => void clock.at(time, () => seen.push(`${name}@${clock.now()}`), rank);
    add('venue', 10, QUEUE_RANK.venue);
    add('later', 20, QUEUE_RANK.corporateAction);
    add('timer 1', 10, QUEUE_RANK.timer);
    add('split', 10, QUEUE_RANK.corporateAction);
    add('timer 2', 10, QUEUE_RANK.timer);
    add('operator', 10, QUEUE_RANK.operator);
    advance(clock, 10);
    // The operator comes after the slice of that instant.
    expect(seen).toEqual(['split@10', 'timer 1@10', 'timer 2@10', 'venue@10']);
    advance(clock, 20);
    expect(seen.slice(4)).toEqual(['operator@10', 'later@20']);
  });

  test('any set of tasks comes out sorted, canceled ones left out', () => {
    const entry = fc.record({ time: fc.integer({ min: 0, max: 20 }), rank: fc.constantFrom(0, 1, 2), canceled: fc.boolean() });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
        const clock = new SimulatedClock(0);
        const seen: number[] = [];
        entries.forEach(({ time, rank, canceled }, i) => {
          const task = clock.at(time, () => seen.push(i), rank as QueueRank);
          if (canceled) task.unsubscribe();
        });
        advance(clock, 100);
        const expected = entries
          .map((each, i) => ({ ...each, i }))
          .filter(({ canceled }) => !canceled)
          .sort((a, b) => a.time - b.time || a.rank - b.rank || a.i - b.i);
        expect(seen).toEqual(expected.map(({ i }) => i));
      }),
      { numRuns: cases(500) },
    );
  });

  test('a task for the past runs now; a task may add another for the same instant', () => {
    const clock = new SimulatedClock(100);
    const seen: number[] = [];
    clock.at(50, () => {
      seen.push(clock.now());
      clock.at(0, () => seen.push(clock.now()));
    });
    advance(clock, 101);
    expect(seen).toEqual([100, 100]);
  });

  test('every repeats without drift until it is unsubscribed, also from within', () => {
    const clock = new SimulatedClock(7);
    const seen: number[] = [];
    const all = clock.every(10, () => {
      seen.push(clock.now());
      if (seen.length === 3) all.unsubscribe();
    });
    advance(clock, 1000);
    expect(seen).toEqual([17, 27, 37]);
    expect(() => clock.every(0, () => {})).toThrow(ConfigError);
  });

  test('only goes forward', () => {
    const clock = new SimulatedClock(10);
    clock.advance(10);
    expect(() => clock.advance(9)).toThrow(expect.objectContaining({ code: 'clock/backwards' }));
  });
});
