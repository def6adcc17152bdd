// Too large for its market: 2 million shares of a stock that trades about as many in a day. Each bar gives up at most 2 % of its
// volume, so the order fills over weeks, and every part moves the price by the square-root law.
import { defineBacktest, Strategy, type Bar } from 'barstream';
import { perShareFee, simulated, squareRootImpact } from 'barstream/brokers';
import { csv } from 'barstream/feeds';

export class Accumulate extends Strategy {
  override onBar(bar: Bar) {
    if (this.position(bar.symbol).isFlat && this.workingOrders().length === 0) this.buy(bar.symbol, 2_000_000, { tag: 'parent' });
    this.plot('units', this.quantity(bar.symbol));
  }
}

export default defineBacktest({
  name: 'volume-limited',
  feeds: [csv({ files: { PSA: new URL('data/PSA.csv', import.meta.url) }, basis: 'total-return' })],
  strategy: Accumulate,
  account: { cash: 1_000_000_000 },
  broker: simulated({
    volumeLimit: 0.02,
    slippage: [squareRootImpact()],
    costs: [perShareFee({ perShare: '0.0035', minimum: '0.35', roundTo: 2 })],
  }),
  from: '2018-01-02',
  to: '2018-12-31',
});
