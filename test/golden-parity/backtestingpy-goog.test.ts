import { describe, expect, test } from '@jest/globals';

import { simulated } from '../../brokers/index.js';
import { backtest, crossesAbove, crossesBelow, DAY, sma, Strategy, type BacktestResult, type Bar, type Side } from '../../src/index.js';
import { cagr, maxDrawdown, mean, simpleReturns, standardDeviation, timedDrawdowns, totalReturn } from '../../src/statistics/index.js';
import { expectNear, golden, report } from '../statistics/golden-file.js';
import { memoryFeed } from '../support/feed.js';
import { goldenSeries } from './golden-series.js';

type Fact = number | string | { readonly days: number };
interface File {
  readonly expected: Readonly<Record<string, Fact>>;
  readonly derived: {
    readonly trades: readonly {
      readonly size: number;
      readonly entryDate: string;
      readonly exitDate: string;
      readonly entry: number;
      readonly exit: number;
    }[];
  };
}

const FILE = 'engine-backtestingpy-goog-sma-10-30.json';
const BARS = 2148;

/** Always in the market with everything: long above, short below. The source closes the last trade at the last open. */
class AllInReversals extends Strategy {
  fast = this.indicator(() => sma(10));
  slow = this.indicator(() => sma(30));

  override onBar(bar: Bar): void {
    const fast = this.fast.of(bar);
    const slow = this.slow.of(bar);
    if (crossesAbove(fast, slow)) this.#turn(bar.symbol, 'buy');
    if (crossesBelow(fast, slow)) this.#turn(bar.symbol, 'sell');
    if (bar.ago(BARS - 2) !== undefined) this.close(bar.symbol);
  }

  #turn(symbol: string, side: Side): void {
    this.close(symbol);
    this.order({ symbol, side, notional: 'max' });
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
function geometricMean(returns: readonly number[]): number {
  return Math.exp(sum(returns.map((r) => Math.log1p(r))) / returns.length) - 1;
}

/** Every statistic of the file by its name there, from our fills and equity curve, with the file's definitions. */
function statisticsOf(result: BacktestResult): Readonly<Record<string, Fact>> {
  const { close } = result.table.seriesOf('GOOG');
  const equity = [...result.equity.equity];
  const dates = result.equity.sessionDates;
  const days = dates.map((date) => Date.parse(date));
  const dayOf = (time: number): number => dates.indexOf(new Date(time).toISOString().slice(0, 10));
  const trades = result.trades.map((trade) => {
    const direction = trade.side === 'long' ? 1 : -1;
    const [entry, exit] = [dayOf(trade.entryTime), dayOf(trade.exitTime)];
    return {
      entry,
      exit,
      days: (days[exit]! - days[entry]!) / DAY,
      pnl: trade.netProfit.toNumber(),
      return: direction * (trade.exit.priceNumber / trade.entry.priceNumber - 1),
    };
  });
  const pnls = trades.map((trade) => trade.pnl);
  const returns = trades.map((trade) => trade.return);
  const wins = pnls.filter((pnl) => pnl > 0);
  const losses = pnls.filter((pnl) => pnl < 0);
  const winRate = wins.length / trades.length;

  const daily = [...simpleReturns(equity)];
  const g = geometricMean(daily);
  const annual = (1 + g) ** 252 - 1;
  const variance = standardDeviation(daily).value! ** 2;
  const volatility = Math.sqrt((variance + (1 + g) ** 2) ** 252 - (1 + g) ** 504);
  const downside = Math.sqrt(sum(daily.map((r) => Math.min(r, 0) ** 2)) / daily.length);
  const depth = maxDrawdown(equity).value!;
  const separate = timedDrawdowns(equity, days);

  const logReturns = (values: ArrayLike<number>): number[] =>
    Array.from({ length: values.length - 1 }, (_, i) => Math.log(values[i + 1]! / values[i]!));
  const ours = logReturns(equity);
  const market = logReturns(close);
  const [ourMean, marketMean] = [mean(ours).value!, mean(market).value!];
  const beta = sum(ours.map((r, i) => (r - ourMean) * (market[i]! - marketMean))) / sum(market.map((r) => (r - marketMean) ** 2));
  const buyAndHold = close.at(-1)! / close[29]! - 1;
  const total = totalReturn(equity).value!;

  const years = (days.at(-1)! - days[0]!) / DAY / 365.25;
  const invested = days.filter((_, bar) => trades.some((trade) => trade.entry <= bar && bar <= trade.exit)).length;
  return {
    '# Trades': trades.length,
    'Avg. Drawdown Duration': { days: Math.ceil(sum(separate.map((d) => d.lengthDays)) / separate.length) },
    'Avg. Drawdown [%]': (sum(separate.map((d) => d.depth)) / separate.length) * 100,
    'Avg. Trade Duration': { days: Math.ceil(sum(trades.map((trade) => trade.days)) / trades.length) },
    'Avg. Trade [%]': geometricMean(returns) * 100,
    'Best Trade [%]': Math.max(...returns) * 100,
    'Buy & Hold Return [%]': buyAndHold * 100,
    'Calmar Ratio': annual / -depth,
    Duration: { days: (days.at(-1)! - days[0]!) / DAY },
    End: dates.at(-1)!,
    'Equity Final [$]': result.finalEquity,
    'Equity Peak [$]': Math.max(...equity),
    'Expectancy [%]': mean(returns).value! * 100,
    'Exposure Time [%]': (invested / days.length) * 100,
    'Max. Drawdown Duration': { days: Math.max(...separate.map((d) => d.lengthDays)) },
    'Max. Drawdown [%]': depth * 100,
    'Max. Trade Duration': { days: Math.max(...trades.map((trade) => trade.days)) },
    'Profit Factor': sum(returns.filter((r) => r > 0)) / -sum(returns.filter((r) => r < 0)),
    'Return (Ann.) [%]': annual * 100,
    'Return [%]': total * 100,
    'Volatility (Ann.) [%]': volatility * 100,
    'CAGR [%]': cagr(equity, years).value! * 100,
    SQN: (Math.sqrt(pnls.length) * mean(pnls).value!) / standardDeviation(pnls).value!,
    'Kelly Criterion': winRate - (1 - winRate) / (mean(wins).value! / -mean(losses).value!),
    'Sharpe Ratio': annual / volatility,
    'Sortino Ratio': annual / (downside * Math.sqrt(252)),
    Start: dates[0]!,
    'Win Rate [%]': result.metrics.winRate.value! * 100,
    'Worst Trade [%]': Math.min(...returns) * 100,
    'Alpha [%]': (total - beta * buyAndHold) * 100,
    Beta: beta,
  };
}

describe(`golden ${FILE}`, () => {
  const { expected, derived } = golden<File>(FILE);
  let result: BacktestResult;

  test('66 trades, long and short, all-in at the fill', async () => {
    result = await backtest({
      name: 'goog',
      feeds: [memoryFeed([goldenSeries('goog-2004-08-19-2013-03-01.csv', { symbol: 'GOOG' })])],
      strategy: AllInReversals,
      broker: simulated(),
      account: { cash: 10_000, shortSales: true },
    });
    expect(result.equity.equity).toHaveLength(BARS);
    const date = (time: number): string => new Date(time).toISOString().slice(0, 10);
    const trades = result.trades.map((trade) => ({
      size: trade.side === 'long' ? trade.lots : -trade.lots,
      entryDate: date(trade.entryTime),
      exitDate: date(trade.exitTime),
      entry: trade.entry.priceNumber,
      exit: trade.exit.priceNumber,
    }));
    expect(trades).toEqual(derived.trades);
    // To the cent, exactly: 10000 plus the sum of all trades.
    expect(result.finalCash.toString()).toBe('51422.99');
  });

  test('every statistic', () => {
    const actual = statisticsOf(result);
    expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, wanted] of Object.entries(expected)) {
      if (typeof wanted === 'number') expectNear(name, actual[name] as number, wanted, 1e-8);
      else expect([name, actual[name]]).toEqual([name, wanted]);
    }
    report(FILE, Object.keys(expected).length + derived.trades.length, 31 + 66, 'facts (31 statistics, 66 trades)');
  });
});
