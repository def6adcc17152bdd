import { describe, expect, test } from '@jest/globals';

import { tradeStatistics, type TradeOutcome } from '../../src/statistics/index.js';
import { expectNear, golden, report } from './golden-file.js';

const DAY = 86_400_000;

describe('golden engine-backtestingpy-goog-sma-10-30.json, its list of trades', () => {
  interface File {
    readonly expected: Readonly<Record<string, number>>;
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
  const { expected, derived } = golden<File>(FILE);
  const times = ({ entryDate, exitDate }: { readonly entryDate: string; readonly exitDate: string }) => ({
    entryTime: Date.parse(entryDate),
    exitTime: Date.parse(exitDate),
  });
  const money = tradeStatistics(
    derived.trades.map((trade) => ({
      net: trade.size * (trade.exit - trade.entry),
      entryValue: Math.abs(trade.size) * trade.entry,
      ...times(trade),
    })),
  );
  // Its profit factor, best and worst trade are of returns: trades of one unit of money each.
  const returns = tradeStatistics(
    derived.trades.map((trade) => ({ net: Math.sign(trade.size) * (trade.exit / trade.entry - 1), entryValue: 1, ...times(trade) })),
  );

  const found: Readonly<Record<string, number | undefined>> = {
    '# Trades': money.trades,
    'Win Rate [%]': money.winRate.value! * 100,
    SQN: money.systemQuality.value,
    'Kelly Criterion': money.winRate.value! - (1 - money.winRate.value!) / money.payoff.value!,
    'Expectancy [%]': money.meanReturn.value! * 100,
    'Profit Factor': returns.profitFactor.value,
    'Best Trade [%]': returns.best.value! * 100,
    'Worst Trade [%]': returns.worst.value! * 100,
  };

  test('coverage', () => {
    report(FILE, Object.keys(found).length + 2, 31, 'statistics (those of trades)');
  });

  test.each(Object.keys(found))('%s', (name) => expectNear(name, found[name], expected[name]!, 1e-8));

  test('holding times: the average is rounded up there', () => {
    expect(Math.ceil(money.meanHoldingDays.value!)).toBe(46);
    expect(money.longestHoldingDays).toEqual({ value: 183, n: 66 });
  });
});

describe('trade statistics', () => {
  const trade = (net: number, days: number, entryValue = 1000): TradeOutcome => ({ net, entryValue, entryTime: 0, exitTime: days * DAY });

  test('by hand', () => {
    // Won 100, 50, 30; lost 60, 20; one made nothing.
    const found = tradeStatistics([trade(100, 1), trade(50, 2, 500), trade(-60, 3), trade(0, 4), trade(30, 5), trade(-20, 9, 100)]);
    expect(found).toMatchObject({ trades: 6, wins: 3, losses: 2, breakEven: 1, longestWinningStreak: 2, longestLosingStreak: 1 });
    expect(found.winRate).toEqual({ value: 0.5, n: 6 });
    expect(found.profitFactor).toEqual({ value: 180 / 80, n: 6 });
    expect(found.expectancy).toEqual({ value: 100 / 6, n: 6 });
    // 10 %, 10 %, −6 %, 0, 3 %, −20 %
    expect(found.meanReturn.value).toBeCloseTo(-0.03 / 6, 12);
    expect(found.averageWin).toEqual({ value: 60, n: 3 });
    expect(found.averageLoss).toEqual({ value: -40, n: 2 });
    expect(found.payoff).toEqual({ value: 1.5, n: 6 });
    expect([found.best, found.worst]).toEqual([
      { value: 100, n: 6 },
      { value: -60, n: 6 },
    ]);
    // Sum of squares 17,400, less 6 · (100/6)²; over 5 and its root is the deviation.
    expect(found.systemQuality.value).toBeCloseTo((Math.sqrt(6) * (100 / 6)) / Math.sqrt((17_400 - 10_000 / 6) / 5), 12);
    expect(found.meanHoldingDays).toEqual({ value: 4, n: 6 });
    expect(found.medianHoldingDays).toEqual({ value: 3.5, n: 6 });
    expect(found.longestHoldingDays).toEqual({ value: 9, n: 6 });
  });

  test('a trade that made nothing ends a row of losses', () => {
    const found = tradeStatistics([-1, -1, 0, -1, -1, -1, 5].map((net) => trade(net, 1)));
    expect([found.longestLosingStreak, found.longestWinningStreak]).toEqual([3, 1]);
  });

  test('what has no value says why', () => {
    const none = tradeStatistics([]);
    for (const name of ['winRate', 'profitFactor', 'expectancy', 'best', 'meanHoldingDays', 'medianHoldingDays'] as const) {
      expect([name, none[name]]).toEqual([name, { value: undefined, n: 0, reason: 'no trade was closed' }]);
    }
    const won = tradeStatistics([trade(5, 1)]);
    expect(won.profitFactor).toEqual({ value: undefined, n: 1, reason: 'no trade lost money' });
    expect(won.payoff).toEqual({ value: undefined, n: 1, reason: 'no trade lost money' });
    expect(won.averageLoss).toEqual({ value: undefined, n: 0, reason: 'no trade lost money' });
    expect(won.systemQuality).toEqual({ value: undefined, n: 1, reason: 'needs at least 2 trades, has 1' });
    const lost = tradeStatistics([trade(-5, 1), trade(-5, 1)]);
    expect(lost.profitFactor).toEqual({ value: 0, n: 2 });
    expect(lost.payoff).toEqual({ value: undefined, n: 2, reason: 'no trade made money' });
    expect(lost.systemQuality).toEqual({ value: undefined, n: 2, reason: 'all trades made the same' });
  });
});
