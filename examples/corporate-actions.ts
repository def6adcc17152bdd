// Apple in 2014 at the prices of the time: four dividends and a split of 7 for 1 happen in the run. Shares, lots and the resting
// sell order change at the open of 9 June; equity does not.
import { BarSeries, defineBacktest, Instrument, Strategy, type Bar, type HistoricalFeed } from 'barstream';
import { percentFee, simulated } from 'barstream/brokers';
import { actionsOf, csv, withActions } from 'barstream/feeds';

const SPLIT = Date.UTC(2014, 5, 9);

/** The file holds prices after the splits of 2014 (7 for 1) and 2020 (4 for 1): as traded they were 28 and 4 times as high. */
const asTraded: HistoricalFeed<'raw'> = {
  name: 'as-traded',
  basis: 'raw',
  async load(request) {
    const file = csv({ files: { AAPL: new URL('data/AAPL.csv', import.meta.url) }, basis: 'split', from: '2014-01-02', to: '2014-12-31' });
    const { series } = await file.load(request);
    const instrument = new Instrument({ symbol: 'AAPL', basis: 'raw' });
    return {
      series: series.map(({ interval, columns }) => {
        const factors = columns.time.map((time) => (time < SPLIT ? 28 : 4));
        const cents = (prices: Float64Array): Float64Array => prices.map((price, i) => Math.round(price * factors[i]! * 100) / 100);
        const { time, openTime, volume } = columns;
        return new BarSeries(instrument, interval, {
          time,
          ...(openTime && { openTime }),
          open: cents(columns.open),
          high: cents(columns.high),
          low: cents(columns.low),
          close: cents(columns.close),
          volume: volume.map((units, i) => Math.round(units / factors[i]!)),
        });
      }),
    };
  },
};

const actions = actionsOf([
  {
    symbol: 'AAPL',
    from: '2014-01-01',
    to: '2014-12-31',
    actions: [
      { kind: 'dividend', symbol: 'AAPL', exDate: '2014-02-06', payDate: '2014-02-13', amount: 3.05 },
      { kind: 'dividend', symbol: 'AAPL', exDate: '2014-05-08', payDate: '2014-05-15', amount: 3.29 },
      { kind: 'split', symbol: 'AAPL', exDate: '2014-06-09', numerator: 7, denominator: 1 },
      { kind: 'dividend', symbol: 'AAPL', exDate: '2014-08-07', payDate: '2014-08-14', amount: 0.47 },
      { kind: 'dividend', symbol: 'AAPL', exDate: '2014-11-06', payDate: '2014-11-13', amount: 0.47 },
    ],
  },
]);

export class HoldThroughSplit extends Strategy {
  override onBar(bar: Bar) {
    if (this.position(bar.symbol).isFlat && this.workingOrders().length === 0) this.orderTargetPercent(bar.symbol, 0.9);
    else if (this.workingOrders().length === 0 && bar.close > 590) this.sell(bar.symbol, 50, { limit: 700, tag: 'half way to the moon' });
  }
}

export default defineBacktest({
  name: 'corporate-actions',
  feeds: [withActions(asTraded, actions)],
  strategy: HoldThroughSplit,
  broker: simulated({ costs: [percentFee(0.0005)] }),
});
