import { describe, expect, test } from '@jest/globals';

import { Strategy } from '../../src/index.js';
import { PersistentState } from '../../src/strategy/persistent-state.js';
import { thrown } from '../support/thrown.js';

class Counting extends Strategy {
  readonly counts = this.state('counts', { bars: 0, seen: ['A'], last: null as string | null, deep: { on: true } });
  readonly other = this.state('other', { level: 1.5 });
}

describe('state that survives a restart', () => {
  test('goes out as JSON and comes back into the same objects', () => {
    const before = new Counting();
    before.counts.bars = 7;
    before.counts.seen.push('B');
    before.counts.last = '2024-01-08';
    const saved = before.persistent.save();
    expect(JSON.parse(saved)).toEqual({
      counts: { bars: 7, seen: ['A', 'B'], last: '2024-01-08', deep: { on: true } },
      other: { level: 1.5 },
    });

    const after = new Counting();
    const { counts, other } = after;
    after.persistent.restore(saved);
    expect(after.counts).toBe(counts);
    expect([counts, other]).toEqual([before.counts, before.other]);
  });

  test('keys that were removed stay removed; a state that was not saved stays as declared', () => {
    const state = new PersistentState();
    const one = state.declare('one', { a: 1, b: 2 } as Record<string, number>);
    const two = state.declare('two', { c: 3 });
    state.restore('{"one":{"b":5}}');
    expect([one, two]).toEqual([{ b: 5 }, { c: 3 }]);
  });

  test('has one object for each name', () => {
    const state = new PersistentState();
    state.declare('x', {});
    expect(thrown(() => state.declare('x', {}))).toMatchObject({ name: 'ConfigError', code: 'state/duplicate', context: { name: 'x' } });
  });

  test.each<[string, unknown, string]>([
    ['NaN', NaN, 's.value'],
    ['Infinity', Infinity, 's.value'],
    ['undefined', undefined, 's.value'],
    ['a bigint', 1n, 's.value'],
    ['a function', () => 1, 's.value'],
    ['a Map', new Map(), 's.value'],
    ['a Date', new Date(0), 's.value'],
    ['an object of a class', new Counting(), 's.value'],
    ['NaN within an array', [1, [NaN]], 's.value[1][0]'],
    ['a Set within an object', { a: { b: new Set() } }, 's.value.a.b'],
  ])('cannot hold %s', (_, value, path) => {
    const state = new PersistentState();
    expect(thrown(() => state.declare('s', { value }))).toMatchObject({ name: 'ConfigError', code: 'state/not-json', context: { path } });
  });

  test('is checked again when it is saved', () => {
    const strategy = new Counting();
    strategy.counts.bars = NaN;
    expect(thrown(() => strategy.persistent.save())).toMatchObject({ code: 'state/not-json', context: { path: 'counts.bars' } });
  });
});
