// The yardstick: buy SPY with everything on the first session, hold to the end.
import { defineBacktest } from 'barstream';
import { simulated, volatilityCost } from 'barstream/brokers';
import { csv } from 'barstream/feeds';
import { BuyAndHold } from 'barstream/strategies';

export default defineBacktest({
  name: 'buy-and-hold',
  feeds: [csv({ files: { SPY: new URL('data/SPY.csv', import.meta.url) }, basis: 'total-return' })],
  strategy: BuyAndHold,
  broker: simulated({ costs: [volatilityCost()] }),
  from: '2005-01-03',
  benchmark: 'SPY',
});
