import { describe, expect, test } from '@jest/globals';

import { simulated, type PathPolicy } from '../../brokers/index.js';
import { backtest, loadBacktest, OrderError, type BacktestConfig, type BacktestResult } from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { at, scripted, type Hooks } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';

// Ten shares bought at 100. In the third bar both a stop at 95 and a limit at 105 may fill, and only one can. From the
// open of 99 the low (90) is nearer than the high (110).
const BARS = daily('A', [flat(100), flat(100), [99, 110, 90, 100], flat(100), flat(101)]);
const HOOKS: Hooks = {
  onSlice: at({
    0: (s) => s.buy('A', 10),
    1: (s) => void s.oco({ symbol: 'A', side: 'sell', quantity: 10, takeProfit: 105, stopLoss: 95 }),
  }),
};

const config = (hooks: Hooks = HOOKS, pathPolicy: PathPolicy = 'pessimistic'): BacktestConfig => ({
  name: 'path',
  feeds: [memoryFeed([BARS])],
  broker: simulated({ volumeLimit: false, pathPolicy }),
  account: { cash: 10_000, cashBuffer: 0 },
  strategy: scripted(hooks),
});

const interval = async (result: Promise<BacktestResult>) => (await result).reliability.pathInterval;

describe('the interval of the path policies', () => {
  test('by hand: the stop loses 50, the limit gains 50', async () => {
    const found = await interval(backtest(config(), { pathInterval: true }));
    if (found.kind !== 'measured') throw new Error(found.kind);
    expect(found.dependentFills).toBe(1);
    expect(found.outcomes.map(({ policy, finalEquity }) => `${policy} ${finalEquity}`)).toEqual([
      'pessimistic 9950',
      'optimistic 10050',
      'ohlc 10050',
      'olhc 9950',
      'nearest 9950',
    ]);
    expect([found.worst.policy, found.worst.finalEquity]).toEqual(['pessimistic', 9950]);
    expect([found.best.policy, found.best.finalEquity]).toEqual(['optimistic', 10_050]);
    // One return of ∓0.5 % among five: mean ∓0.001, sample deviation √((0.004² + 4 · 0.001²) / 4) = 0.001 · √5.
    expect(found.worstSharpe.value).toBeCloseTo(-Math.sqrt(252 / 5), 9);
    expect(found.bestSharpe.value).toBeCloseTo(Math.sqrt(252 / 5), 9);
  });

  test('the run’s own policy comes first, whichever it is', async () => {
    const found = await interval(backtest(config(HOOKS, 'olhc'), { pathInterval: true }));
    if (found.kind !== 'measured') throw new Error(found.kind);
    expect(found.outcomes.map(({ policy }) => policy)).toEqual(['olhc', 'pessimistic', 'optimistic', 'ohlc', 'nearest']);
    expect(found.best.finalEquity).toBe(10_050);
  });

  test('no fill depends on it: nothing is run again', async () => {
    let starts = 0;
    const found = await interval(
      backtest(config({ onStart: () => void starts++, onSlice: at({ 0: (s) => s.buy('A', 10) }) }), { pathInterval: true }),
    );
    expect([found, starts]).toEqual([{ kind: 'none', dependentFills: 0 }, 1]);
  });

  test('it is not measured unless it is asked for', async () => {
    let starts = 0;
    const counted = config({ ...HOOKS, onStart: () => void starts++ });
    const loaded = await loadBacktest(counted);
    expect(await interval(loaded.run())).toMatchObject({ kind: 'unknown', dependentFills: 1 });
    expect(starts).toBe(1);
    expect((await interval(loaded.run({ pathInterval: true }))).kind).toBe('measured');
    expect(starts).toBe(6);
  });

  test('neither the run nor its analyzers notice the others', async () => {
    const seen: string[] = [];
    const watched = { ...config(), observe: () => void seen.push('observe') };
    const alone = await backtest(config());
    const measured = await backtest(watched, { pathInterval: true });
    expect(seen).toEqual(['observe']);
    expect([...measured.equity.equity]).toEqual([...alone.equity.equity]);
    expect(measured.settings.broker['pathPolicy']).toBe('pessimistic');
  });

  test('a strategy that fails on another path leaves it unknown, and says where', async () => {
    const fussy: Hooks = {
      ...HOOKS,
      onExecution: (s, { kind, order }) => {
        if (kind === 'filled' && order.type === 'limit') s.buy('A', -1);
      },
    };
    const found = await interval(backtest(config(fussy), { pathInterval: true }));
    expect(found).toMatchObject({ kind: 'unknown', dependentFills: 1, reason: expect.stringMatching(/^under optimistic it fails: /) });
    await expect(backtest(config(fussy, 'optimistic'))).rejects.toThrow(OrderError);
  });

  test('a broker that names no policies has no interval', async () => {
    const nameless: BacktestConfig['broker'] = (context) => {
      const broker = simulated({ volumeLimit: false })(context);
      Object.defineProperty(broker.venue, 'pathPolicies', { value: undefined });
      return broker;
    };
    const found = await interval(backtest({ ...config(), broker: nameless }, { pathInterval: true }));
    expect(found).toEqual({ kind: 'unknown', dependentFills: 1, reason: 'the broker names no other path policies' });
  });
});
