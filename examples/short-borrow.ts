// Short selling: long bonds are sold short below their 200-day average. The short pays for what it borrows, each calendar night,
// and its proceeds earn nothing; on total-return prices the interest that bonds pay is part of what it loses.
import { defineBacktest, sma, Strategy, type Bar } from 'barstream';
import { halfSpread, secFee, simulated, tafFee } from 'barstream/brokers';
import { csv } from 'barstream/feeds';

export class ShortBelowAverage extends Strategy {
  average = this.indicator(() => sma(200));

  override onBar(bar: Bar) {
    const below = bar.close < this.average.of(bar).value;
    if (below === this.position(bar.symbol).isShort) return;
    if (below) this.orderTargetPercent(bar.symbol, -0.5);
    else this.close(bar.symbol);
  }
}

export default defineBacktest({
  name: 'short-borrow',
  feeds: [csv({ files: { TLT: new URL('data/TLT.csv', import.meta.url) }, basis: 'total-return' })],
  strategy: ShortBelowAverage,
  account: {
    shortSales: true,
    // Half a per cent a year; three times that while everybody sold them.
    borrow: { rate: (_, date) => (date >= '2022-01-01' && date < '2023-01-01' ? 0.015 : 0.005), available: () => 50_000 },
    interest: { credit: 0.01 },
  },
  broker: simulated({ costs: [secFee(), tafFee()], slippage: [halfSpread({ bps: 2 })] }),
  from: '2013-01-02',
});
