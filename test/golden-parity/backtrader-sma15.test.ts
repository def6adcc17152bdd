import { describe, expect, test } from '@jest/globals';

import { simulated } from '../../brokers/index.js';
import { backtest, sma, Strategy, type Bar } from '../../src/index.js';
import { golden, report } from '../statistics/golden-file.js';
import { memoryFeed } from '../support/feed.js';
import { goldenSeries } from './golden-series.js';

interface File {
  readonly expected: {
    readonly buyDecisionCloses: readonly number[];
    readonly sellDecisionCloses: readonly number[];
    readonly buyFillPrices: readonly number[];
    readonly sellFillPrices: readonly number[];
    readonly finalEquity: number;
    readonly finalCash: number;
    readonly roundTripsClosed: number;
    readonly openPosition: number;
  };
  readonly derived: {
    readonly trades: readonly {
      readonly entryDate: string;
      readonly exitDate: string;
      readonly entry: number;
      readonly exit: number;
      readonly pnl: number;
    }[];
  };
}

const FILE = 'engine-backtrader-sma15-cash-equity.json';

/** Close crosses its average: the sign of the distance changes, zero keeps the sign before. */
class CloseCrossesSma extends Strategy {
  average = this.indicator(() => sma(15));
  readonly buyCloses: number[] = [];
  readonly sellCloses: number[] = [];
  #side = 0;

  override onBar(bar: Bar): void {
    const before = this.#side;
    this.#side = Math.sign(bar.close - this.average.of(bar).value) || before;
    if (before === 0 || this.#side === before) return;
    const held = this.quantity(bar.symbol);
    if (this.#side > 0 && held === 0) {
      this.buyCloses.push(bar.close);
      this.buy(bar.symbol, 1);
    } else if (this.#side < 0 && held > 0) {
      this.sellCloses.push(bar.close);
      this.close(bar.symbol);
    }
  }
}

describe(`golden ${FILE}`, () => {
  const { expected, derived } = golden<File>(FILE);

  test('23 fills, cash and equity', async () => {
    const strategies: CloseCrossesSma[] = [];
    const result = await backtest({
      name: 'sma15',
      // The dates are not those of New York; the volume column is empty.
      feeds: [memoryFeed([goldenSeries('backtrader-2006-day-001.csv', { symbol: 'INDEX', calendar: 'always-open', volume: 'unknown' })])],
      strategy: class extends CloseCrossesSma {
        constructor() {
          super();
          strategies.push(this);
        }
      },
      broker: simulated(),
      account: { cash: 10_000 },
    });

    const pricesOf = (side: string): number[] => result.fills.filter((fill) => fill.side === side).map((fill) => fill.priceNumber);
    const date = (time: number): string => new Date(time).toISOString().slice(0, 10);
    const checks: readonly (readonly [unknown, unknown])[] = [
      [strategies[0]!.buyCloses, expected.buyDecisionCloses],
      [strategies[0]!.sellCloses, expected.sellDecisionCloses],
      [pricesOf('buy'), expected.buyFillPrices],
      [pricesOf('sell'), expected.sellFillPrices],
      [result.finalEquity.toFixed(2), expected.finalEquity.toFixed(2)],
      [result.finalCash.toString(), String(expected.finalCash)],
      [result.trades.length, expected.roundTripsClosed],
      [result.positions.map((position) => position.quantity), [expected.openPosition]],
      [
        result.trades.map((trade) => ({
          entryDate: date(trade.entryTime),
          exitDate: date(trade.exitTime),
          entry: trade.entry.priceNumber,
          exit: trade.exit.priceNumber,
          pnl: trade.netProfit.toNumber(),
        })),
        derived.trades,
      ],
    ];
    for (const [actual, wanted] of checks) expect(actual).toEqual(wanted);
    expect(result.fills).toHaveLength(23);
    report(
      FILE,
      checks.length,
      Object.keys(expected).length + Object.keys(derived).length - 1,
      'facts (23 fills and 11 round trips among them)',
    );
  });
});
