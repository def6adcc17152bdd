import { describe, expect, test } from '@jest/globals';

import { simulated } from '../../brokers/index.js';
import {
  backtest,
  BarstreamError,
  ConfigError,
  DataError,
  Instrument,
  integer,
  maxPosition,
  OrderError,
  Strategy,
  type AccountConfig,
  type BarSeries,
  type InstrumentSpec,
} from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { run } from '../support/run.js';
import { at, scripted, type Scripted } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';

const A = daily('A', [flat(100), flat(100)]);

/** The error of a run; it must explain itself. */
async function fault(promise: Promise<unknown>): Promise<BarstreamError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BarstreamError);
  const typed = error as BarstreamError;
  expect(typed.code).toMatch(/^[a-z]+\/[a-z-]+$/);
  expect(typed.hint ?? '').not.toBe('');
  expect(Object.keys(typed.context).length + typed.message.length).toBeGreaterThan(0);
  return typed;
}

describe('an order that cannot exist is an OrderError (or ConfigError) at once', () => {
  const send = (order: (s: Scripted) => unknown): Promise<BarstreamError> => fault(run({ series: [A], onSlice: at({ 0: order }) }));

  test.each<[string, (s: Scripted) => unknown, string, unknown]>([
    ['quantity 0', (s) => s.buy('A', 0), 'order/quantity', 0],
    ['quantity NaN', (s) => s.buy('A', Number.NaN), 'order/quantity', Number.NaN],
    ['quantity below 0', (s) => s.sell('A', -5), 'order/quantity', -5],
    ['quantity without end', (s) => s.buy('A', Infinity), 'order/quantity', Infinity],
    ['quantity as nonsense', (s) => s.buy('A', 'ten'), 'order/quantity', 'ten'],
    ['limit 0', (s) => s.buy('A', 1, { limit: 0 }), 'order/limit', 0],
    ['limit NaN', (s) => s.buy('A', 1, { limit: Number.NaN }), 'order/limit', Number.NaN],
    ['stop below 0', (s) => s.buy('A', 1, { stop: -1 }), 'order/stop', -1],
    ['notional NaN', (s) => s.order({ symbol: 'A', side: 'buy', notional: Number.NaN }), 'order/notional', Number.NaN],
    ['notional below 0', (s) => s.order({ symbol: 'A', side: 'buy', notional: -100 }), 'order/notional', -100],
    ['notional 0', (s) => s.order({ symbol: 'A', side: 'buy', notional: 0 }), 'order/notional', 0],
    ['no size', (s) => s.order({ symbol: 'A', side: 'buy' }), 'order/size', undefined],
    ['two sizes', (s) => s.order({ symbol: 'A', side: 'buy', quantity: 1, notional: 100 }), 'order/size', 1],
    ['a side of its own', (s) => s.order({ symbol: 'A', side: 'BUY' as 'buy', quantity: 1 }), 'order/side', 'BUY'],
    ['a life of its own', (s) => s.buy('A', 1, { timeInForce: 'gtx' as 'day' }), 'order/time-in-force', 'gtx'],
    ['a stop for one price point', (s) => s.buy('A', 1, { stop: 101, timeInForce: 'ioc' }), 'order/time-in-force', 'ioc'],
    ['a stop in an auction', (s) => s.buy('A', 1, { stop: 101, timeInForce: 'cls' }), 'order/time-in-force', 'cls'],
    ['a date without gtd', (s) => s.buy('A', 1, { expiresAt: '2024-01-10' }), 'order/time-in-force', undefined],
    ['gtd without a date', (s) => s.buy('A', 1, { timeInForce: 'gtd' }), 'order/time-in-force', undefined],
    ['a date without a session', (s) => s.buy('A', 1, { timeInForce: 'gtd', expiresAt: '2024-01-13' }), 'order/expires-at', '2024-01-13'],
    ['limit and trail', (s) => s.buy('A', 1, { limit: 99, trailAmount: 1 }), 'order/type', 99],
    ['two trails', (s) => s.buy('A', 1, { trailPercent: 3, trailAmount: 1 }), 'order/trail', undefined],
    ['a trail of 100 %', (s) => s.buy('A', 1, { trailPercent: 100 }), 'order/trail', 100],
    ['a trail below 0', (s) => s.buy('A', 1, { trailAmount: -1 }), 'order/trail-amount', -1],
    ['a market order for extended hours', (s) => s.buy('A', 1, { extendedHours: true }), 'order/extended-hours', undefined],
    ['a bracket for the auction', (s) => s.buy('A', 1, { stopLoss: 90, timeInForce: 'opg' }), 'order/bracket', undefined],
    ['a bracket without a quantity', (s) => s.order({ symbol: 'A', side: 'buy', notional: 50, stopLoss: 90 }), 'order/bracket', undefined],
    ['a leg at no price', (s) => s.buy('A', 1, { takeProfit: Number.NaN }), 'order/take-profit', Number.NaN],
    ['a pair of nothing', (s) => s.oco({ symbol: 'A', side: 'sell', quantity: 0, takeProfit: 1, stopLoss: 1 }), 'order/quantity', 0],
    ['another price for a market order', (s) => s.replace(s.buy('A', 1), { limit: 5 }), 'order/replace', undefined],
    ['target NaN', (s) => s.orderTargetPercent('A', Number.NaN), 'order/target', Number.NaN],
    ['target quantity NaN', (s) => s.orderTargetQuantity('A', Number.NaN), 'order/quantity', Number.NaN],
    ['weight NaN', (s) => s.rebalance({ A: Number.NaN }), 'order/target', Number.NaN],
  ])('%s', async (_, order, code, value) => {
    const error = await send(order);
    expect(error).toBeInstanceOf(OrderError);
    expect(error.code).toBe(code);
    // Who, what, when; the value where there is one.
    expect(error.message).toContain('ScriptedStrategy');
    expect(error.message).toContain(' A ');
    expect(error.message).toContain('2024-01-08T21:00:00Z');
    if (value !== undefined && code !== 'order/size' && code !== 'order/type') expect(error.message).toContain(String(value));
    expect(error.context).toMatchObject({ strategy: 'ScriptedStrategy', symbol: 'A', time: '2024-01-08T21:00:00Z' });
  });

  test.each<[string, (s: Scripted) => unknown]>([
    ['buy', (s) => s.buy('X', 1)],
    ['order', (s) => s.order({ symbol: 'X', side: 'sell', notional: 'max' })],
    ['close', (s) => s.close('X')],
    ['orderTargetPercent', (s) => s.orderTargetPercent('X', 1)],
    ['rebalance', (s) => s.rebalance({ A: 0.5, X: 0.5 })],
    ['position', (s) => s.position('X')],
    ['history', (s) => s.history('X', 1)],
    ['cancelAll', (s) => s.cancelAll('X')],
  ])('unknown symbol in %s: the known ones are named', async (_, order) => {
    const error = await send(order);
    expect(error).toMatchObject({ code: 'table/unknown-symbol', context: { symbol: 'X', known: ['A'] } });
    expect(error.hint).toContain('A');
  });

  test('unknown column and interval: the known ones are named', async () => {
    expect(await fault(run({ series: [A], onBar: (__, bar) => bar.get('rsi') }))).toMatchObject({
      name: 'DataError',
      code: 'bar/unknown-column',
    });
    const error = await fault(run({ series: [A], onBar: (s) => s.history('A', 1, '5m') }));
    expect(error).toMatchObject({ name: 'ConfigError', code: 'table/unknown-interval', context: { known: ['1d'] } });
  });

  test('an order for a symbol that is loaded, but not among the symbols the strategy trades', async () => {
    const error = await fault(
      run({ series: [A, daily('B', [flat(1), flat(1)])], symbols: ['A'], onSlice: at({ 0: (s) => s.buy('B', 1) }) }),
    );
    expect(error).toMatchObject({ name: 'OrderError', code: 'order/not-traded', context: { symbol: 'B', symbols: ['A'] } });
  });
});

describe('data that contradicts itself', () => {
  const load = (series: readonly BarSeries[], account?: AccountConfig): Promise<BarstreamError> =>
    fault(run({ series, ...(account && { account }) }));
  const spec = (more: Partial<InstrumentSpec>): InstrumentSpec => ({ symbol: 'B', ...more });

  test('an empty feed', async () => {
    expect(await load([])).toMatchObject({ name: 'DataError', code: 'data/empty' });
    expect(await load([daily('A', [])])).toMatchObject({ name: 'DataError', code: 'data/empty' });
  });

  test('no feed at all', async () => {
    const error = await fault(backtest({ name: 'none', feeds: [], broker: simulated(), strategy: scripted({}) }));
    expect(error).toBeInstanceOf(DataError);
  });

  test('mixed price bases', async () => {
    const error = await load([A, daily(spec({ basis: 'total-return' }), [flat(1)])]);
    expect(error).toMatchObject({ name: 'ConfigError', code: 'table/mixed-bases', context: { A: 'raw', B: 'total-return' } });
  });

  test('one series twice, also from two feeds', async () => {
    expect(await load([A, A])).toMatchObject({
      name: 'ConfigError',
      code: 'table/duplicate-series',
      context: { symbol: 'A', interval: '1d' },
    });
    const error = await fault(
      backtest({ name: 'twice', feeds: [memoryFeed([A]), memoryFeed([A])], broker: simulated(), strategy: scripted({}) }),
    );
    expect(error.code).toBe('table/duplicate-series');
  });

  test("another currency than the account's", async () => {
    const euro = daily(spec({ currency: 'EUR' }), [flat(1)]);
    expect(await load([A, euro])).toMatchObject({
      name: 'ConfigError',
      code: 'account/currency',
      context: { symbol: 'B', currency: 'EUR', account: 'USD' },
    });
    await expect(run({ series: [euro], account: { currency: 'EUR' } })).resolves.toBeDefined();
  });

  test.each<[Partial<InstrumentSpec>, string]>([
    [{ symbol: '' }, 'instrument/symbol'],
    [{ symbol: ' ' }, 'instrument/symbol'],
    [{ tick: 0 }, 'instrument/tick'],
    [{ tick: -0.01 }, 'instrument/tick'],
    [{ lotStep: 0 }, 'instrument/lotStep'],
    [{ multiplier: '-1' }, 'instrument/multiplier'],
    [{ lotStep: 'x' }, 'money/not-a-number'],
  ])('an instrument with %j', (more, code) => {
    expect(() => new Instrument(spec(more))).toThrow(expect.objectContaining({ name: 'ConfigError', code }));
  });
});

describe('a configuration that cannot work', () => {
  class Typed extends Strategy<{ fast: number }> {
    static override readonly parameters = { fast: integer({ default: 10, min: 2, max: 50 }) };
  }
  const base = { name: 'bad', feeds: [memoryFeed([A])], broker: simulated() };

  test.each([1, 51, 2.5, Number.NaN, 'ten' as unknown as number])('parameter fast = %p, out of its range', async (fast) => {
    const error = await fault(backtest({ ...base, strategy: Typed, params: { fast } }));
    expect(error).toMatchObject({
      name: 'ConfigError',
      code: 'parameter/out-of-range',
      context: { strategy: 'Typed', name: 'fast', value: fast },
    });
    expect(error.hint).toContain('from 2 to 50');
  });

  test('a parameter that the strategy does not have', async () => {
    const error = await fault(backtest({ ...base, strategy: Typed, params: { slow: 3 } as unknown as { fast: number } }));
    expect(error).toMatchObject({ code: 'parameter/unknown', context: { name: 'slow', known: ['fast'] } });
  });

  test.each<[string, AccountConfig, string]>([
    ['cash 0', { cash: 0 }, 'account/cash'],
    ['cash NaN', { cash: Number.NaN }, 'account/cash'],
    ['cash as nonsense', { cash: 'much' }, 'account/cash'],
    ['a buffer of everything', { cashBuffer: 1 }, 'account/cash-buffer'],
    ['a buffer below 0', { cashBuffer: -0.1 }, 'account/cash-buffer'],
  ])('%s', async (_, account, code) => {
    expect(await fault(backtest({ ...base, account, strategy: scripted({}) }))).toMatchObject({ name: 'ConfigError', code });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['no strategy', {}, 'config/strategy'],
    ['an empty list of strategies', { strategies: [] }, 'config/strategy'],
    ['two strategies of one name', { strategies: [{ strategy: Typed }, { strategy: Typed }] }, 'config/strategy-name'],
    ['a strategy without a symbol', { strategy: Typed, symbols: [] }, 'config/symbols'],
    ['an unknown symbol', { strategy: Typed, symbols: ['X'] }, 'table/unknown-symbol'],
    ['an allocation of nothing', { strategies: [{ strategy: Typed, allocation: 0 }] }, 'config/allocation'],
    ['an unknown benchmark', { strategy: Typed, benchmark: 'X' }, 'table/unknown-symbol'],
    ['an end before the beginning', { strategy: Typed, from: '2024-01-09', to: '2024-01-08' }, 'config/range'],
    ['a date that does not exist', { strategy: Typed, from: '2024-02-30' }, 'config/date'],
  ])('%s', async (_, config, code) => {
    const error = await fault(backtest({ ...base, ...config } as unknown as Parameters<typeof backtest>[0]));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.code).toBe(code);
  });

  test('a risk limit of nothing', () => {
    expect(() => maxPosition(0)).toThrow(expect.objectContaining({ code: 'risk/limit' }));
  });
});
