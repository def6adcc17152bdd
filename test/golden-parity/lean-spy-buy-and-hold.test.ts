import { describe, expect, test } from '@jest/globals';

import { perShareFee, simulated } from '../../brokers/index.js';
import { backtest, Decimal, Strategy, type Bar } from '../../src/index.js';
import { golden, report } from '../statistics/golden-file.js';
import { memoryFeed } from '../support/feed.js';
import { goldenSeries } from './golden-series.js';

interface File {
  readonly spec: { readonly start: string; readonly end: string; readonly initialCash: number; readonly priceFactor: number };
  readonly expected: {
    readonly orders: number;
    readonly endEquity: number;
    readonly netProfitPct: number;
    readonly totalFees: number;
    readonly maxDrawdownPct: number;
  };
  readonly derived: {
    readonly shares: number;
    readonly fee: number;
    readonly fillPriceAdjusted: number;
    readonly lastCloseAdjusted: number;
    readonly endEquityExact: number;
  };
}

const FILE = 'engine-lean-spy-buy-and-hold-2013-10.json';

class BuyAndHold extends Strategy {
  override onBar(bar: Bar): void {
    if (this.position(bar.symbol).isFlat && this.workingOrders().length === 0) this.orderTargetPercent(bar.symbol, 1);
  }
}

describe(`golden ${FILE}`, () => {
  const { spec, expected, derived } = golden<File>(FILE);

  test('one order, whole shares with a cash buffer, a fee per share, end equity', async () => {
    const adjusted = (printed: string): number => new Decimal(printed).mul(spec.priceFactor).toNumber();
    const result = await backtest({
      name: 'buy-and-hold',
      feeds: [memoryFeed([goldenSeries('lean-spy-daily-2013-10.csv', { symbol: 'SPY', basis: 'total-return' }, adjusted)])],
      strategy: BuyAndHold,
      broker: simulated({ costs: [perShareFee({ perShare: 0.005, minimum: 1 })] }),
      account: { cash: spec.initialCash },
      from: spec.start,
      to: spec.end,
    });

    const fill = result.fills[0]!;
    const percent = (fraction: number | undefined): number => (fraction ?? Number.NaN) * 100;
    expect(result.orders).toHaveLength(expected.orders);
    expect(result.fills).toHaveLength(1);
    expect(result.finalEquity.toFixed(2)).toBe(expected.endEquity.toFixed(2));
    expect(percent(result.metrics.totalReturn.value).toFixed(3)).toBe(expected.netProfitPct.toFixed(3));
    // Published as 3.49: the cents of 3.485, rounded up.
    expect(result.metrics.costs.total.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toNumber()).toBe(expected.totalFees);
    expect(percent(result.metrics.drawdown.depth.value).toFixed(1)).toBe((-expected.maxDrawdownPct).toFixed(1));

    expect(fill.quantity.toNumber()).toBe(derived.shares);
    expect(fill.cost.toNumber()).toBe(derived.fee);
    expect(fill.priceNumber).toBe(derived.fillPriceAdjusted);
    expect(new Date(fill.time).toISOString()).toBe('2013-10-09T13:30:00.000Z');
    expect(result.table.seriesOf('SPY').close.at(-1)).toBe(derived.lastCloseAdjusted);
    expect(result.finalEquity).toBeCloseTo(derived.endEquityExact, 7);
    // 100000 − 697 × 143.372382812 − 3.485 = 65.964180036, the purchase rounded up to 1e-8.
    expect(result.finalCash.toString()).toBe('65.96418003');
    report(FILE, 10, Object.keys(expected).length + Object.keys(derived).length, 'facts');
  });
});
