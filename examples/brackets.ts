// Brackets: a breakout is bought with a stop order that brings its own target and stop-loss. The legs wait until the entry has
// filled; one ends the other.
import { atr, defineBacktest, integer, number, Strategy, type Bar } from 'barstream';
import { fixedBps, simulated, volatilityCost } from 'barstream/brokers';
import { csv } from 'barstream/feeds';

export class BracketBreakout extends Strategy<{ lookback: number; stop: number; target: number }> {
  static override readonly parameters = {
    lookback: integer({ default: 20, min: 2, description: 'sessions whose highest high is the breakout' }),
    stop: number({ default: 2, min: 0.1, description: 'distance of the stop-loss in average ranges' }),
    target: number({ default: 4, min: 0.1, description: 'distance of the target in average ranges' }),
  };

  range = this.indicator(() => atr(14));

  override onBar(bar: Bar) {
    if (!this.position(bar.symbol).isFlat) return;
    this.cancelAll(bar.symbol);
    const history = this.history(bar.symbol, this.params.lookback);
    const breakout = Math.max(...history.map(({ high }) => high));
    const range = this.range.of(bar).value;
    // One per cent of equity is lost between entry and stop.
    const quantity = Math.floor((0.01 * this.equity) / (this.params.stop * range));
    if (quantity === 0) return;
    this.buy(bar.symbol, quantity, {
      stop: breakout,
      takeProfit: breakout + this.params.target * range,
      stopLoss: breakout - this.params.stop * range,
    });
  }
}

export default defineBacktest({
  name: 'brackets',
  feeds: [csv({ files: { QQQ: new URL('data/QQQ.csv', import.meta.url) }, basis: 'total-return' })],
  strategy: BracketBreakout,
  broker: simulated({ costs: [volatilityCost()], slippage: [fixedBps(2)] }),
  from: '2020-01-02',
  benchmark: 'QQQ',
});
