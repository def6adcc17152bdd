import { describe, expect, test } from '@jest/globals';

import { percentFee, simulated, type SimulatedBrokerOptions } from '../../brokers/index.js';
import pairs from '../../examples/pairs-zscore.js';
import { backtest, metricsJson, summary, type BacktestResult, type CaveatKind } from '../../src/index.js';
import { minimumTrackRecordLength } from '../../src/statistics/index.js';
import { memoryFeed } from '../support/feed.js';
import { at, scripted, type Hooks } from '../support/scripted.js';
import { daily, flat, type Row } from '../support/series.js';

function run(rows: readonly Row[], hooks: Hooks, broker: SimulatedBrokerOptions = {}): Promise<BacktestResult> {
  return backtest({
    name: 'test',
    feeds: [memoryFeed([daily('A', rows)])],
    broker: simulated({ volumeLimit: false, ...broker }),
    account: { cash: 10_000, cashBuffer: 0 },
    strategy: scripted(hooks),
  });
}

const texts = ({ reliability }: BacktestResult): Readonly<Partial<Record<CaveatKind, string>>> =>
  Object.fromEntries(reliability.caveats.map(({ kind, text }) => [kind, text]));

/** Days that gain and lose in turn, on the whole a little more than they lose. */
const wave = (sessions: number, drift = 0.002): Row[] =>
  Array.from({ length: sessions }, (_, i) => flat(100 * (1 + drift) ** i * (i % 2 === 0 ? 1 : 1.01)));

describe('caveats', () => {
  test('of a short run with one purchase and no costs', async () => {
    const result = await run(wave(40, 0.01), { onSlice: at({ 0: (s) => s.buy('A', 90) }) });
    const found = texts(result);
    expect(Object.keys(found)).toEqual(['under-a-year', 'no-costs', 'open-positions', 'one-history']);
    expect(found['under-a-year']).toBe('The run covers less than a year (40 sessions): annual figures extrapolate it.');
    expect(found['no-costs']).toBe('No costs were charged, so every figure is before costs: give the broker a cost model.');
    expect(found['open-positions']).toBe(
      '1 position is still open at the end: what it gained or lost so far (100 % of the profit) is at the last close, without the costs of selling.',
    );
    // Its 40 returns are enough: the track record says so.
    const needed = minimumTrackRecordLength(result.performance.sessionReturns).value!;
    expect(needed).toBeLessThan(40);
  });

  test('a sample shorter than the minimum track record, with both lengths', async () => {
    const result = await run(wave(40, 0.0004), { onSlice: at({ 0: (s) => s.buy('A', 90) }) });
    const needed = Math.ceil(minimumTrackRecordLength(result.performance.sessionReturns).value!);
    expect(needed).toBeGreaterThan(40);
    const sharpe = result.metrics.sharpe.value!.toFixed(2);
    expect(texts(result)['short-sample']).toBe(
      `The sample is short: with a Sharpe ratio of ${sharpe} it takes ${needed.toLocaleString('en-US')} sessions (${(needed / 252).toFixed(1)} years) to say with 95 % confidence that the true one is above 0 (minimum track record), and there are 40.`,
    );
  });

  test('a Sharpe ratio that is not above 0', async () => {
    const found = texts(await run(wave(40, -0.002), { onSlice: at({ 0: (s) => s.buy('A', 90) }) }));
    expect(found['short-sample']).toMatch(/^The Sharpe ratio of -\d+\.\d\d is not above 0: no length of record shows/);
  });

  test('few trades, with the interval of the win rate', async () => {
    // Four trades, three of them won: Wilson's interval of 3 of 4 is 30.1 % to 95.4 %.
    const buySell: Hooks = { onSlice: (s) => void (s.step < 8 && (s.step % 2 === 0 ? s.buy('A', 1) : s.sell('A', 1))) };
    const rows = [100, 100, 101, 101, 102, 102, 103, 104, 103, 103].map((price) => flat(price));
    const found = texts(await run(rows, buySell));
    expect(found['few-trades']).toBe(
      'Only 4 trades closed: a win rate of 75 % over so few may as well be 30 % or 95 % (95 % interval), and profit factor and expectancy are as uncertain.',
    );
    expect(found['open-positions']).toBeUndefined();
  });

  test('a profit that less than twice the costs would eat, or that the costs have eaten', async () => {
    const often: Hooks = { onSlice: (s) => void (s.step % 2 === 0 ? s.buy('A', 50) : s.sell('A', 50)) };
    const rows = Array.from({ length: 60 }, (_, i) => flat(i % 2 === 0 ? 101 : 100));
    // Bought at 100, sold at 101: half a per cent of equity, less two fees of half the account.
    const thin = await run(rows, often, { costs: [percentFee('0.003')] });
    const multiple = thin.reliability.costSensitivity.breakEvenMultiple.value!;
    expect(multiple).toBeGreaterThan(1.5);
    expect(texts(thin)['cost-sensitive']).toBe(`The profit is thin: at ${multiple.toFixed(2)} times these costs nothing is left.`);
    const eaten = await run(rows, often, { costs: [percentFee('0.008')] });
    const less = eaten.reliability.costSensitivity.breakEvenMultiple.value!;
    expect(less).toBeLessThan(1);
    expect(texts(eaten)['cost-sensitive']).toBe(
      `Before costs it made money, on average of the sessions, and lost it to them: it would need costs below ${less.toFixed(2)} times these.`,
    );
    expect(texts(await run(rows, often, { costs: [percentFee('0.0001')] }))['cost-sensitive']).toBeUndefined();
  });

  test('a profit made in a few sessions', async () => {
    const rows = Array.from({ length: 80 }, (_, i) => flat(100 * 0.999 ** i * 1.1 ** Math.floor(i / 40)));
    expect(texts(await run(rows, { onSlice: at({ 0: (s) => s.buy('A', 90) }) }))['few-days']).toBe(
      'Without its 5 best sessions of 80 the run would have made no profit.',
    );
  });

  test('fills that depend on the path, measured or not', async () => {
    const rows = [flat(100), flat(100), [99, 110, 90, 100] as const, flat(100), flat(101)];
    const hooks: Hooks = {
      onSlice: at({
        0: (s) => s.buy('A', 10),
        1: (s) => void s.oco({ symbol: 'A', side: 'sell', quantity: 10, takeProfit: 105, stopLoss: 95 }),
      }),
    };
    expect(texts(await run(rows, hooks)).path).toBe(
      '1 fill depends on the assumed way of prices within their bar; how much the result does is not known: this run was not made again under the other path policies (option pathInterval).',
    );
    const config = {
      name: 'path',
      feeds: [memoryFeed([daily('A', rows)])],
      broker: simulated({ volumeLimit: false }),
      account: { cash: 10_000, cashBuffer: 0 },
      strategy: scripted(hooks),
    } as const;
    const measured = await backtest(config, { pathInterval: true });
    const sentence =
      '1 fill depends on the assumed way of prices within their bar: final equity lies between 9,950.00 (pessimistic) and 10,050.00 (optimistic), the Sharpe ratio between -7.10 and 7.10.';
    expect(texts(measured).path).toBe(sentence);
    // The same stands in the files and in the printed table.
    const { figures, reliability } = JSON.parse(metricsJson(measured)) as {
      figures: Record<string, unknown>;
      reliability: { pathInterval: unknown; caveats: { text: string }[] };
    };
    expect([figures['worstPathEquity'], figures['bestPathEquity']]).toEqual([
      { value: 9950, n: 5 },
      { value: 10_050, n: 5 },
    ]);
    expect(reliability.pathInterval).toMatchObject({ kind: 'measured', dependentFills: 1, worst: 'pessimistic', best: 'optimistic' });
    expect(reliability.caveats.map(({ text }) => text)).toContain(sentence);
    const table = await summary(measured);
    expect(table.replaceAll(/\s+/g, ' ')).toContain(sentence);
    expect(table).toMatch(/Final equity, worst path policy +9,950\.00 +5\n.*best path policy +10,050\.00 +5/);
  });

  test('a run that did nothing has a reason and no more', async () => {
    expect(texts(await run(wave(300), {}))).toEqual({ 'short-sample': 'The Sharpe ratio is undefined: the returns do not vary.' });
  });

  test('an example that lost its profit to costs says so', async () => {
    const found = texts(await backtest(pairs));
    expect(found['short-sample']).toMatch(/not above 0/);
    expect(found['cost-sensitive']).toMatch(/^Before costs it made money/);
  });
});
