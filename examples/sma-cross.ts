// The textbook trend follower: buy when the 50-day average crosses above the 200-day one, sell when it crosses below.
import { crossesAbove, crossesBelow, defineBacktest, integer, sma, Strategy, type Bar } from 'barstream';
import { simulated, volatilityCost } from 'barstream/brokers';
import { csv } from 'barstream/feeds';

export class SmaCross extends Strategy<{ fast: number; slow: number }> {
  static override readonly parameters = {
    fast: integer({ default: 50, min: 1, description: 'sessions of the fast average' }),
    slow: integer({ default: 200, min: 2, description: 'sessions of the slow average' }),
  };

  fast = this.indicator(() => sma(this.params.fast));
  slow = this.indicator(() => sma(this.params.slow));

  override onBar(bar: Bar) {
    const fast = this.fast.of(bar);
    const slow = this.slow.of(bar);
    if (crossesAbove(fast, slow)) this.orderTargetPercent(bar.symbol, 1);
    if (crossesBelow(fast, slow)) this.close(bar.symbol);
  }
}

export default defineBacktest({
  name: 'sma-cross',
  feeds: [csv({ files: { SPY: new URL('data/SPY.csv', import.meta.url) }, basis: 'total-return' })],
  strategy: SmaCross,
  broker: simulated({ costs: [volatilityCost()] }),
  from: '2005-01-03',
  benchmark: 'SPY',
});
