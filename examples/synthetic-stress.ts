// A stop in a market that never was. In February a session opens 15 % below the close before it: the stop of 8 % fills at that open,
// below its price. In August a third is lost in five sessions, and each purchase on the way down is stopped out once more.
import { defineBacktest, Strategy, type Bar } from 'barstream';
import { percentFee, simulated } from 'barstream/brokers';
import { synthetic } from 'barstream/feeds';

export class HoldWithStop extends Strategy {
  override onBar(bar: Bar) {
    if (!this.position(bar.symbol).isFlat || this.workingOrders().length > 0) return;
    this.buy(bar.symbol, Math.floor((0.9 * this.equity) / bar.close), { stopLoss: Math.round(bar.close * 92) / 100 });
  }
}

export default defineBacktest({
  name: 'synthetic-stress',
  feeds: [
    synthetic({
      assets: [{ symbol: 'XYZ', drift: 0.08, volatility: 0.12 }],
      scenarios: [
        { kind: 'gap', at: '2020-02-03', size: -0.15 },
        { kind: 'crash', at: '2020-08-03', drop: 0.33, sessions: 5 },
        { kind: 'vol-spike', at: '2020-08-03', factor: 3, sessions: 20 },
      ],
      from: '2020-01-02',
      to: '2020-12-31',
      seed: 7,
      digits: 2,
    }),
  ],
  strategy: HoldWithStop,
  broker: simulated({ costs: [percentFee(0.0005)] }),
});
