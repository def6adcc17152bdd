import { describe, expect, test } from '@jest/globals';

import { percentFee, perShareFee, simulated } from '../../brokers/index.js';
import { drawdownOf } from '../../src/analyzers/drawdown.js';
import {
  backtest,
  costs,
  DAY,
  drawdown,
  ofSessionReturns,
  probabilisticSharpe,
  sessionReturns,
  sharpe,
  tradeList,
  tradeSummary,
  volatility,
  type AnalyzerFactory,
  type AnalyzerSet,
  type BacktestResult,
  type BarSeries,
  type CostsResult,
  type Trade,
} from '../../src/index.js';
import { annualisedVolatility, probabilisticSharpeRatio, sharpeRatio, simpleReturns, type Statistic } from '../../src/statistics/index.js';
import { memoryFeed } from '../support/feed.js';
import { at, scripted, type Hooks } from '../support/scripted.js';
import { daily, dated, flat, intraday, joined } from '../support/series.js';

function analysed<const A extends AnalyzerSet>(
  series: readonly BarSeries[],
  analyzers: A,
  hooks: Hooks,
  from?: string,
): Promise<BacktestResult<A>> {
  return backtest({
    name: 'test',
    feeds: [memoryFeed(series)],
    broker: simulated({ volumeLimit: false, costs: [percentFee(0.001), perShareFee({ perShare: 0.01, kind: 'exchange' })] }),
    account: { cash: 10_000, cashBuffer: 0, shortSales: true },
    strategy: scripted(hooks),
    analyzers,
    ...(from !== undefined && { from }),
  });
}

const ALL = {
  sharpe: sharpe(),
  sharpeOver2: sharpe({ riskFreeRate: 0.02 }),
  psr: probabilisticSharpe(),
  psrOver1: probabilisticSharpe({ benchmarkSharpe: 1 }),
  volatility: volatility(),
  drawdown: drawdown(),
  costs: costs(),
  trades: tradeList(),
  summary: tradeSummary(),
  returns: sessionReturns(),
} as const;

/** Two purchases and two sales over ten days that go up and down. */
const PRICES = [100, 100, 110, 121, 105, 90, 99, 120, 125, 119];
const series = daily(
  'A',
  PRICES.map((price) => flat(price)),
);
const trading: Hooks = {
  onSlice: at({ 0: (s) => s.buy('A', 50), 2: (s) => s.sell('A', 50), 4: (s) => s.buy('A', 40), 6: (s) => s.sell('A', 10) }),
};
// Cash after the fills, each with a fee of 0.1 % and a cent a share:
// 10000 − 5000 − 5 − 0.5 = 4994.5; + 6050 − 6.05 − 0.5 = 11037.95; − 3600 − 3.6 − 0.4 = 7433.95; + 1200 − 1.2 − 0.1 = 8632.65.
const EQUITY = [
  10_000,
  4994.5 + 50 * 100,
  4994.5 + 50 * 110,
  11_037.95,
  11_037.95,
  7433.95 + 40 * 90,
  7433.95 + 40 * 99,
  8632.65 + 30 * 120,
  8632.65 + 30 * 125,
  8632.65 + 30 * 119,
];

describe('analyzers in a run', () => {
  const result = analysed([series], ALL, trading);

  test('the equity of the run is the hand-made one', async () => {
    const { equity } = (await result).equity;
    expect([...equity].map((one) => one.toFixed(8))).toEqual(EQUITY.map((one) => one.toFixed(8)));
  });

  test('session returns go from the start value on', async () => {
    const { analysis, equity } = await result;
    expect(analysis.returns.periodsPerYear).toBe(252);
    expect(analysis.returns.returns).toEqual(simpleReturns([equity.startEquity, ...equity.equity]));
    expect(analysis.returns.returns).toHaveLength(10);
    expect([analysis.returns.returns[0], analysis.returns.returns[1]]).toEqual([0, 9994.5 / 10_000 - 1]);
  });

  test('ratios equal the pure functions of these returns, and textbook arithmetic', async () => {
    const { analysis } = await result;
    const { returns } = analysis.returns;
    expect(analysis.sharpe).toEqual(sharpeRatio(returns, { periodsPerYear: 252 }));
    expect(analysis.sharpeOver2).toEqual(sharpeRatio(returns, { periodsPerYear: 252, riskFreePerPeriod: 0.02 / 252 }));
    expect(analysis.psr).toEqual(probabilisticSharpeRatio(returns));
    expect(analysis.psrOver1).toEqual(probabilisticSharpeRatio(returns, { benchmarkSharpe: 1 / Math.sqrt(252) }));
    expect(analysis.volatility).toEqual(annualisedVolatility(returns, { periodsPerYear: 252 }));

    const values = [10_000, ...EQUITY].slice(1).map((equity, i) => equity / [10_000, ...EQUITY][i]! - 1);
    const mean = values.reduce((sum, one) => sum + one, 0) / 10;
    const deviation = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 9);
    expect(analysis.volatility.value).toBeCloseTo(deviation * Math.sqrt(252), 10);
    expect(analysis.sharpe.value).toBeCloseTo((mean / deviation) * Math.sqrt(252), 10);
    expect(analysis.sharpeOver2.value).toBeCloseTo(((mean - 0.02 / 252) / deviation) * Math.sqrt(252), 10);
    expect(analysis.psr.value! > analysis.psrOver1.value!).toBe(true);
    for (const one of [analysis.sharpe, analysis.psr, analysis.volatility]) expect(one.n).toBe(10);
  });

  test('the drawdown is that of the curve: from the sale at 121 to the lowest mark and back', async () => {
    const { analysis, equity } = await result;
    expect(analysis.drawdown).toEqual(drawdownOf(equity));
    const time = (i: number): number => equity.times[i]!;
    // Peak 11037.95 on both days of the cash, the last of them counts; 11033.95 at 90; recovered at 99.
    // At the end 12202.65 after 12382.65.
    expect(analysis.drawdown).toMatchObject({
      peakTime: time(8),
      troughTime: time(9),
      recoveryTime: undefined,
      lengthDays: (time(9) - time(8)) / DAY,
      recoveryDays: undefined,
    });
    expect(analysis.drawdown.depth.value).toBeCloseTo(12_202.65 / 12_382.65 - 1, 12);
    expect(analysis.drawdown.depth.n).toBe(11);
    expect(analysis.drawdown.current).toBe(analysis.drawdown.depth.value);
    // From 2024-01-12 to 2024-01-16: the weekend and the holiday of 2024-01-15 count.
    expect(analysis.drawdown.longestRecoveredDays).toBe((time(6) - time(4)) / DAY);
  });

  test('costs are sums of the fills, exact, by kind', async () => {
    const { analysis } = await result;
    const { total, byKind, traded, fills, pathDependentFills } = analysis.costs;
    // 0.1 % of 5000, 6050, 3600, 1200; 150 shares at a cent.
    expect([String(total), [...byKind].map(([kind, amount]) => [kind, String(amount)]), String(traded), fills, pathDependentFills]).toEqual(
      [
        '17.35',
        [
          ['commission', '15.85'],
          ['exchange', '1.5'],
        ],
        '15850',
        4,
        0,
      ],
    );
  });

  test('trades are those of the result, in the order of their exits', async () => {
    const { analysis, trades } = await result;
    // 50 × 21 and 10 × (120 − 90); costs 5.5 + 6.55 and 4 × 10/40 + 1.3.
    const plain = (list: readonly Trade[]): unknown[] =>
      list.map((t) => [t.id, t.lots, String(t.grossProfit), String(t.costs), t.exitTime]);
    expect(plain(analysis.trades)).toEqual([
      [1, 50, '1050', '12.05', series.columns.openTime![3]],
      [2, 10, '300', '2.3', series.columns.openTime![7]],
    ]);
    expect(plain(analysis.trades)).toEqual(plain(trades));
    expect(analysis.summary).toEqual({ trades: 2, winRate: { value: 1, n: 2 } });
  });

  test('the metrics of the run agree with the analyzers', async () => {
    const { analysis, metrics } = await result;
    expect(metrics.sharpe).toEqual(analysis.sharpe);
    expect(metrics.probabilisticSharpe).toEqual(analysis.psr);
    expect(metrics.volatility).toEqual(analysis.volatility);
    expect(metrics.drawdown).toEqual(analysis.drawdown);
    expect(metrics.costs).toEqual(analysis.costs);
    expect([metrics.trades, metrics.winRate]).toEqual([analysis.summary.trades, analysis.summary.winRate]);
    expect([metrics.sessions, metrics.points, metrics.fills, metrics.orders]).toEqual([10, 10, 4, 4]);
  });

  test('a wrong trade is no win, nor is one that only covers its costs', async () => {
    const { analysis } = await analysed(
      [
        daily(
          'A',
          [100, 100, 100.1, 90, 80, 200].map((price) => flat(price)),
        ),
      ],
      { summary: tradeSummary() },
      {
        onSlice: at({
          0: (s) => s.buy('A', 10),
          // Gains 10 × 0.1, costs 1 + 0.1 + 1.001 + 0.1.
          1: (s) => s.sell('A', 10),
          2: (s) => s.buy('A', 1),
          3: (s) => s.sell('A', 1),
        }),
      },
    );
    expect(analysis.summary).toEqual({ trades: 2, winRate: { value: 0, n: 2 } });
  });
});

describe('what has no value says why', () => {
  test('nothing was traded', async () => {
    const { analysis, metrics } = await analysed([series], ALL, {});
    expect(analysis.sharpe).toEqual({ value: undefined, n: 10, reason: 'the returns do not vary' });
    expect(analysis.psr).toEqual({ value: undefined, n: 10, reason: 'the returns do not vary' });
    expect(analysis.volatility).toEqual({ value: 0, n: 10 });
    expect(analysis.summary.winRate).toEqual({ value: undefined, n: 0, reason: 'no trade was closed' });
    expect(analysis.drawdown).toEqual({
      depth: { value: 0, n: 11 },
      peakTime: undefined,
      troughTime: undefined,
      recoveryTime: undefined,
      lengthDays: undefined,
      recoveryDays: undefined,
      longestRecoveredDays: 0,
      current: 0,
    });
    expect([String(analysis.costs.total), analysis.costs.byKind.size, analysis.trades]).toEqual(['0', 0, []]);
    expect(metrics.sharpe).toEqual(analysis.sharpe);
  });

  test('a run of one session', async () => {
    const { analysis, metrics } = await analysed([daily('A', [flat(1)])], ALL, {});
    expect(analysis.sharpe).toEqual({ value: undefined, n: 1, reason: 'needs at least 2 observations, has 1' });
    expect(analysis.psr).toEqual({ value: undefined, n: 1, reason: 'needs at least 4 observations, has 1' });
    expect(analysis.volatility).toEqual({ value: undefined, n: 1, reason: 'needs at least 2 observations, has 1' });
    expect([metrics.sharpe, metrics.probabilisticSharpe, metrics.volatility]).toEqual([analysis.sharpe, analysis.psr, analysis.volatility]);
  });

  test('a run that never gets beyond its warm-up', async () => {
    const { analysis, metrics, equity } = await analysed([daily('A', [flat(1), flat(2)])], ALL, {}, '2024-01-10');
    expect(equity.equity).toHaveLength(0);
    expect(analysis.returns.returns).toHaveLength(0);
    expect(analysis.sharpe).toEqual({ value: undefined, n: 0, reason: 'needs at least 2 observations, has 0' });
    expect(analysis.drawdown.depth).toEqual({ value: 0, n: 1 });
    expect(metrics.sharpe).toEqual(analysis.sharpe);
    expect([metrics.firstSession, metrics.lastSession, metrics.lastTime, metrics.sessions]).toEqual([undefined, undefined, undefined, 0]);
    expect(metrics.cagr).toEqual({ value: undefined, n: 0, reason: 'no time has passed' });
  });
});

describe('sessions', () => {
  test('of intraday bars have one return each, drawdown sees every point', async () => {
    const bars = joined(
      intraday('A', '2024-01-08', [flat(100), flat(100), flat(50)], { minutes: 130 }),
      intraday('A', '2024-01-09', [flat(120), flat(80), flat(110)], { minutes: 130 }),
    );
    const { analysis, equity, metrics } = await analysed([bars], ALL, { onSlice: at({ 0: (s) => s.buy('A', 10) }) });
    // 10000 − 1000 − 1 − 0.1 + 10 × price
    const cash = 8998.9;
    expect([...equity.sessionEquity]).toEqual([cash + 500, cash + 1100]);
    expect(equity.sessionDates).toEqual(['2024-01-08', '2024-01-09']);
    expect([...equity.sessionTimes]).toEqual([bars.columns.time[2], bars.columns.time[5]]);
    expect([...analysis.returns.returns]).toEqual([(cash + 500) / 10_000 - 1, (cash + 1100) / (cash + 500) - 1]);
    expect(analysis.drawdown.depth).toEqual({ value: (cash + 500) / 10_000 - 1, n: 7 });
    expect(analysis.drawdown.peakTime).toBe(bars.columns.time[0]);
    expect([metrics.sessions, metrics.points, metrics.firstSession, metrics.lastSession]).toEqual([2, 6, '2024-01-08', '2024-01-09']);
  });

  test('of an always-open market are days, 365 a year', async () => {
    const spec = { symbol: 'A', calendar: 'always-open' } as const;
    const { analysis, metrics } = await analysed([daily(spec, [flat(100), flat(110), flat(99), flat(120)], '2024-01-05')], ALL, {
      onSlice: at({ 0: (s) => s.buy('A', 10) }),
    });
    expect(analysis.returns.periodsPerYear).toBe(365);
    expect(analysis.volatility).toEqual(annualisedVolatility(analysis.returns.returns, { periodsPerYear: 365 }));
    expect([metrics.sessionsPerYear, metrics.sessions]).toEqual([365, 4]);
    expect(metrics.volatility).toEqual(analysis.volatility);
  });

  test('of one calendar count the points of another: Saturday and Sunday belong to Monday', async () => {
    const spec = { symbol: 'C', calendar: 'always-open' } as const;
    const { equity, analysis } = await analysed(
      [
        dated('A', [
          ['2024-01-05', ...flat(1)],
          ['2024-01-08', ...flat(1)],
        ]),
        daily(
          spec,
          [10, 20, 30, 40, 50].map((price) => flat(price)),
          '2024-01-04',
        ),
      ],
      ALL,
      { onSlice: at({ 0: (s) => s.buy('C', 10) }) },
    );
    // The run's calendar is the one of A, the first instrument. Points of C are at midnight UTC, 19:00 New York of the
    // date: Thursday, Friday, then Saturday, Sunday and Monday.
    expect(equity.sessionDates).toEqual(['2024-01-04', '2024-01-05', '2024-01-08']);
    expect([...equity.sessionTimes].map((time) => new Date(time).toISOString())).toEqual([
      '2024-01-05T00:00:00.000Z',
      '2024-01-06T00:00:00.000Z',
      '2024-01-09T00:00:00.000Z',
    ]);
    expect(analysis.returns.returns).toHaveLength(3);
    expect([...equity.sessionEquity]).toEqual([equity.equity[0], equity.equity[2], equity.equity.at(-1)]);
  });
});

describe('an analyzer of its own', () => {
  test('is one function of the session returns', async () => {
    const best = ofSessionReturns(({ returns, periodsPerYear }) => ({ best: Math.max(...returns), periodsPerYear }));
    const { analysis } = await analysed([series], { best, returns: sessionReturns() }, trading);
    expect(analysis.best).toEqual({ best: Math.max(...analysis.returns.returns), periodsPerYear: 252 });
  });

  test('sees start, points, sessions, trades and fills as they happen, and is made anew for each run', async () => {
    const made: string[][] = [];
    const watching: AnalyzerFactory<number> = () => {
      const seen: string[] = [];
      made.push(seen);
      return {
        onStart: ({ equity, calendar }) => void seen.push(`start ${equity} ${calendar.name}`),
        onEquity: (_, equity, account) => void seen.push(`equity ${equity} ${account.netLots(0)}`),
        onSession: (_, equity) => void seen.push(`session ${equity}`),
        onFill: (fill) => void seen.push(`fill ${fill.side}`),
        onTrade: (trade) => void seen.push(`trade ${trade.lots}`),
        result: () => seen.length,
      };
    };
    const short = daily('A', [flat(100), flat(100), flat(100)]);
    const hooks: Hooks = { onSlice: at({ 0: (s) => s.order({ symbol: 'A', side: 'buy', quantity: 1 }), 1: (s) => s.sell('A', 1) }) };
    const first = await analysed([short], { watching }, hooks);
    const second = await analysed([short], { watching }, hooks);
    expect(made[0]).toEqual([
      'start 10000 XNYS',
      'equity 10000 0',
      'fill buy',
      'session 10000',
      // 0.1 of fee and 0.01 a share.
      'equity 9999.89 1',
      // The trades that a fill closes are told before it.
      'trade 1',
      'fill sell',
      'session 9999.89',
      'equity 9999.78 0',
      'session 9999.78',
    ]);
    expect(made[1]).toEqual(made[0]);
    expect([first.analysis.watching, second.analysis.watching]).toEqual([10, 10]);
  });

  test('changes no fill', async () => {
    const fills = (result: BacktestResult<AnalyzerSet>): unknown[] =>
      result.fills.map((f) => [f.id, f.side, f.lots, f.priceNumber, f.time, f.valueQuanta, f.costQuanta]);
    const without = await analysed([series], {}, trading);
    const withAll = await analysed([series], ALL, trading);
    expect(fills(withAll as BacktestResult<AnalyzerSet>)).toEqual(fills(without as BacktestResult<AnalyzerSet>));
    expect([...withAll.equity.equity]).toEqual([...without.equity.equity]);
    expect(without.analysis).toEqual({});
  });

  test('each result has its own type', async () => {
    const { analysis } = await analysed([series], ALL, trading);
    const ratio: Statistic = analysis.sharpe;
    const paid: CostsResult = analysis.costs;
    const closed: readonly Trade[] = analysis.trades;
    // @ts-expect-error A ratio is no list of trades.
    const wrong: readonly Trade[] = analysis.sharpe;
    // @ts-expect-error There is no analyzer of this name.
    const missing: unknown = analysis.sortino;
    expect([ratio.n, paid.fills, closed.length, wrong, missing]).toEqual([10, 4, 2, ratio, undefined]);
  });
});
