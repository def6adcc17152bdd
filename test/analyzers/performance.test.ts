import { beforeAll, describe, expect, test } from '@jest/globals';

import { percentFee, perShareFee, simulated } from '../../brokers/index.js';
import pairs from '../../examples/pairs-zscore.js';
import {
  attribution,
  backtest,
  calmar,
  conditionalValueAtRisk,
  downsideRisk,
  drawdownTable,
  excursions,
  exposure,
  minimumTrackRecord,
  omega,
  periodReturns,
  rolling,
  sessionReturns,
  sortino,
  tailRatio,
  tradeFigures,
  trading,
  valueAtRisk,
  versusBenchmark,
  type Attribution,
  type BacktestResult,
} from '../../src/index.js';
import { seededRandom } from '../../src/core/random.js';
import { memoryFeed } from '../support/feed.js';
import { scripted, type Hooks } from '../support/scripted.js';
import { daily, intraday, joined, type Row } from '../support/series.js';

const STREAMING = (benchmark: string) => ({
  returns: sessionReturns(),
  sortino: sortino(),
  downsideRisk: downsideRisk(),
  calmar: calmar(),
  omega: omega(),
  tailRatio: tailRatio(),
  valueAtRisk: valueAtRisk(),
  conditionalValueAtRisk: conditionalValueAtRisk(),
  gaussianValueAtRisk: valueAtRisk({ method: 'gaussian' }),
  gaussianConditionalValueAtRisk: conditionalValueAtRisk({ method: 'gaussian' }),
  minimumTrackRecord: minimumTrackRecord(),
  drawdowns: drawdownTable(),
  periods: periodReturns(),
  exposure: exposure(),
  trading: trading(),
  trades: tradeFigures(),
  excursions: excursions(),
  rolling: rolling(),
  benchmark: versusBenchmark(benchmark),
  attribution: attribution(),
});

type Streamed = BacktestResult<ReturnType<typeof STREAMING>>;

/** Long and short, two symbols, over years. */
const overYears = (): Promise<Streamed> => backtest({ ...pairs, benchmark: 'KO', analyzers: STREAMING('KO') });

/** Intraday bars, fills at the open and within bars, two strategies in one account, positions open at the end. */
function withinDays(): Promise<Streamed> {
  const day = (seed: number): readonly Row[] =>
    Array.from({ length: 13 }, (_, i) => {
      const open = 100 + 5 * Math.sin(seed + i);
      const close = 100 + 5 * Math.sin(seed + i + 1);
      return [open, Math.max(open, close) + 1, Math.min(open, close) - 1, close] as const;
    });
  const dates = ['2024-01-08', '2024-01-09', '2024-01-10', '2024-01-11', '2024-01-12'];
  const of = (symbol: string, shift: number) =>
    joined(...dates.map((date, i) => intraday(symbol, date, day(shift + 3 * i), { minutes: 30 })));
  let slices = 0;
  const own = scripted({
    onBar: (s, bar) => {
      if (bar.symbol === 'A' && ++slices % 4 === 1) s.order({ symbol: 'A', side: 'buy', quantity: 7, limit: bar.close - 1 });
      if (bar.symbol === 'A' && slices % 9 === 0) s.sell('A', 10);
      if (bar.symbol === 'B' && slices % 5 === 0) s.sell('B', 3);
      if (bar.symbol === 'B' && slices % 11 === 0) s.buy('B', 4);
    },
  });
  return backtest({
    name: 'within days',
    feeds: [memoryFeed([of('A', 0), of('B', 2)])],
    broker: simulated({ volumeLimit: false, costs: [percentFee(0.001), perShareFee({ perShare: 0.01, kind: 'exchange' })] }),
    account: { cash: 10_000, cashBuffer: 0, shortSales: true },
    strategies: [
      { strategy: own, name: 'one' },
      { strategy: scripted({ onSlice: (s) => void (++slices % 6 === 0 && s.buy('B', 1)) }), name: 'two' },
    ],
    benchmark: 'B',
    analyzers: STREAMING('B'),
  });
}

/** One symbol, for which sums have a shorter way: long, short and flat by chance, points without a position before the first. */
function oneSymbol(): Promise<Streamed> {
  const random = seededRandom(11);
  const walk: Row[] = [];
  for (let open = 100; walk.length < 600;) {
    const close = open + random.integer(7) - 3;
    walk.push([open, Math.max(open, close) + random.integer(3), Math.min(open, close) - random.integer(3), close]);
    open = Math.max(20, close);
  }
  const hooks: Hooks = {
    onBar: (s, bar) => {
      const draw = random.integer(24);
      if (draw < 3) s.orderTargetQuantity('A', 4 * (draw - 1));
      if (draw === 3) s.order({ symbol: 'A', side: 'buy', quantity: 2, limit: bar.close - 1 });
    },
  };
  return backtest({
    name: 'one symbol',
    feeds: [memoryFeed([daily('A', walk)])],
    broker: simulated({ volumeLimit: false, costs: [percentFee(0.001)] }),
    account: { cash: 10_000, cashBuffer: 0, shortSales: true },
    strategy: scripted(hooks),
    benchmark: 'A',
    analyzers: STREAMING('A'),
  });
}

describe.each([
  ['a pair over years', overYears],
  ['two strategies within days', withinDays],
  ['one symbol, by chance', oneSymbol],
])('streamed and worked out afterwards agree: %s', (_name, make) => {
  let run: Streamed;
  beforeAll(async () => {
    run = await make();
  });

  test('there is something to compare', () => {
    expect(run.trades.length).toBeGreaterThan(5);
    expect(run.fills.some((fill) => fill.side === 'sell')).toBe(true);
  });

  test('figures of session returns', () => {
    const { analysis, performance } = run;
    const { returns } = performance;
    expect(analysis.returns.returns).toEqual(performance.sessionReturns);
    const names = [
      'sortino',
      'calmar',
      'omega',
      'tailRatio',
      'valueAtRisk',
      'conditionalValueAtRisk',
      'gaussianValueAtRisk',
      'gaussianConditionalValueAtRisk',
      'minimumTrackRecord',
    ] as const;
    for (const name of names) expect([name, analysis[name]]).toEqual([name, returns[name]]);
    expect(analysis.downsideRisk).toEqual(returns.downsideDeviation);
    expect(analysis.rolling).toEqual({ ...performance.rolling, beta: undefined });
    expect(analysis.benchmark).toEqual(performance.benchmark);
  });

  test('drawdowns and periods', () => {
    expect(run.analysis.drawdowns).toEqual(run.performance.drawdowns);
    expect(run.analysis.periods).toEqual(run.performance.periods);
  });

  test('exposure, trading and trades', () => {
    const { analysis, performance } = run;
    expect(analysis.exposure).toEqual(performance.exposure);
    expect(analysis.trading).toEqual(performance.trading);
    expect(analysis.trades).toEqual(performance.trades);
    expect(analysis.excursions).toEqual(performance.excursions);
    expect(analysis.excursions.trades).toHaveLength(run.trades.length);
  });

  test('attribution, which adds up to the profit', () => {
    const plain = ({ profit, bySymbol, byStrategy, byCost, other }: Attribution): unknown => ({
      profit: profit.toFixed(6),
      other: Math.abs(other) < 1e-6,
      byCost: byCost.map(({ kind, amount }) => `${kind} ${String(amount)}`),
      rows: [...bySymbol, ...byStrategy].map((row) => ({
        ...row,
        realised: String(row.realised),
        costs: String(row.costs),
        unrealised: row.unrealised.toFixed(6),
        net: row.net.toFixed(6),
        ofProfit: row.ofProfit.value?.toFixed(6),
      })),
    });
    const { attribution: found } = run.performance;
    expect(plain(run.analysis.attribution)).toEqual(plain(found));
    expect(found.profit).toBeCloseTo(run.finalEquity - run.equity.startEquity, 8);
    for (const rows of [found.bySymbol, found.byStrategy]) {
      expect(rows.reduce((sum, row) => sum + row.net, 0)).toBeCloseTo(found.profit, 6);
    }
    expect(found.byCost.reduce((sum, { amount }) => sum + amount.toNumber(), 0)).toBeCloseTo(run.metrics.costs.total.toNumber(), 6);
  });
});
