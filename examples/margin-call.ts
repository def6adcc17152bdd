// A margin call: twice the equity in the S&P 500 in October 2007. A year later the equity falls below a quarter of the position,
// and the account sells it at the next open, whatever the strategy thinks.
import { defineBacktest, Strategy, type Bar } from 'barstream';
import { simulated, volatilityCost } from 'barstream/brokers';
import { csv } from 'barstream/feeds';

export class Leveraged extends Strategy {
  bought = false;

  override onBar(bar: Bar) {
    if (this.bought) return;
    this.bought = true;
    this.orderTargetPercent(bar.symbol, 1.95, { tag: 'all in, and as much again' });
  }
}

export default defineBacktest({
  name: 'margin-call',
  feeds: [csv({ files: { SPY: new URL('data/SPY.csv', import.meta.url) }, basis: 'total-return' })],
  strategy: Leveraged,
  account: { margin: true, interest: { debit: 0.06 } },
  broker: simulated({ costs: [volatilityCost()] }),
  from: '2007-10-09',
  to: '2009-12-31',
  benchmark: 'SPY',
});
