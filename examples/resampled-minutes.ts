// Minutes made into quarters of an hour: the strategy decides on 15-minute bars, and its orders fill on the minutes after them.
import { defineBacktest, ema, Strategy, type Bar } from 'barstream';
import { perShareFee, simulated } from 'barstream/brokers';
import { csv, resampled } from 'barstream/feeds';

export class QuarterTrend extends Strategy {
  trend = this.indicator(() => ema(13), { interval: '15m' });

  override onBar(bar: Bar) {
    if (bar.interval !== '15m') return;
    const trend = this.trend.of(bar);
    if (trend.value === undefined) return;
    if (bar.close > trend.value) this.orderTargetPercent(bar.symbol, 0.95);
    else this.close(bar.symbol);
  }
}

const minutes = csv({
  files: { SPY: new URL('data/minute/SPY.csv', import.meta.url) },
  basis: 'raw',
  interval: '1m',
  time: { stamp: 'open' },
});

export default defineBacktest({
  name: 'resampled-minutes',
  feeds: [resampled(minutes, '15m', { keep: true })],
  strategy: QuarterTrend,
  broker: simulated({ costs: [perShareFee({ perShare: 0.005, minimum: 1 })] }),
});
