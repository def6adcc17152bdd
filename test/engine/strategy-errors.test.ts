import { describe, expect, test } from '@jest/globals';

import { StrategyError } from '../../src/index.js';
import { run, type RunSetup } from '../support/run.js';
import { daily, flat } from '../support/series.js';

const bug = new TypeError('x is not a function');
const boom = (): never => {
  throw bug;
};

async function failure(setup: Omit<RunSetup, 'series'>): Promise<StrategyError> {
  try {
    await run({ series: [daily('A', [flat(100), flat(101), flat(102)])], ...setup });
  } catch (error) {
    expect(error).toBeInstanceOf(StrategyError);
    return error as StrategyError;
  }
  throw new Error('the run did not fail');
}

describe('a strategy that throws stops the run', () => {
  test('in onBar: time, symbol and bar are named, nothing runs on', async () => {
    const seen: number[] = [];
    const error = await failure({
      onBar: (_, bar) => {
        seen.push(bar.close);
        if (bar.close === 101) boom();
      },
    });
    expect(seen).toEqual([100, 101]);
    expect(error.code).toBe('strategy/threw');
    expect(error.cause).toBe(bug);
    expect(error.message).toBe('ScriptedStrategy.onBar at 2024-01-09T21:00:00Z, A bar of 2024-01-09T21:00:00Z: x is not a function');
    expect(error.context).toMatchObject({
      strategy: 'ScriptedStrategy',
      hook: 'onBar',
      time: '2024-01-09T21:00:00Z',
      symbol: 'A',
      bar: { symbol: 'A', interval: '1d', close: 101 },
    });
    expect(error.hint).not.toBe('');
  });

  test.each([
    ['onStart', { onStart: boom }, '2024-01-06T05:00:00Z'],
    ['onSlice', { onSlice: boom }, '2024-01-08T21:00:00Z'],
    ['onStop', { onStop: boom }, '2024-01-10T21:00:00Z'],
    // Bought on the first evening, so filled at the second open.
    ['onExecution', { onSlice: (s) => s.buy('A', 1), onExecution: (_, { kind }) => kind === 'filled' && boom() }, '2024-01-09T14:30:00Z'],
    ['onTimer', { onStart: (s) => s.schedule.sessionClose(-5, 'late'), onTimer: boom }, '2024-01-08T20:55:00Z'],
    ['onTimer', { onStart: (s) => s.schedule.sessionOpen(0, boom) }, '2024-01-08T14:30:00Z'],
    ['onTimer', { onStart: (s) => s.clock.at(Date.parse('2024-01-09T00:00:00Z'), boom) }, '2024-01-09T00:00:00Z'],
    ['a consolidator', { onStart: (s) => s.consolidate('A', 'session', boom) }, '2024-01-08T21:00:00Z'],
  ] satisfies [string, Omit<RunSetup, 'series'>, string][])('in %s: the time is named', async (hook, hooks, time) => {
    const error = await failure(hooks);
    expect(error.cause).toBe(bug);
    expect(error.context).toMatchObject({ strategy: 'ScriptedStrategy', hook, time });
  });

  test('what is thrown need not be an Error', async () => {
    const error = await failure({
      onBar: () => {
        throw 'nonsense';
      },
    });
    expect(error.message).toContain('nonsense');
  });
});
