// The five of forty large US stocks that rose most over half a year, chosen anew each month.
// The list holds companies that are still large today: failures are missing, so these figures are too good.
import { defineBacktest } from 'barstream';
import { simulated, volatilityCost } from 'barstream/brokers';
import { csv } from 'barstream/feeds';
import { MomentumRotation } from 'barstream/strategies';

const stocks = (
  'AAPL AIG AMT AMZN BAC C CAT COST CVX DIS DUK FCX GOOGL HD HON IBM INTC JNJ JPM KO LIN MCD MSFT NEE NEM NKE NUE NVDA ' +
  'ORCL PEP PFE PG PSA SLB SO SPG UNH UPS VZ WFC WMT XOM'
).split(' ');

export default defineBacktest({
  name: 'momentum-rotation',
  feeds: [csv({ files: { dir: new URL('data/', import.meta.url), symbols: [...stocks, 'SPY'] }, basis: 'total-return', to: '2024-03-08' })],
  strategy: MomentumRotation,
  symbols: stocks,
  broker: simulated({ costs: [volatilityCost()] }),
  from: '2005-07-05',
  to: '2024-03-08',
  benchmark: 'SPY',
});
