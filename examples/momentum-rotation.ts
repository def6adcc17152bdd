// The five of 42 large US stocks that rose most over half a year, chosen anew each month.
//
// Survivorship bias: the list holds companies that are still large today. Those that failed since 2005 are missing, and
// nobody could have left them out at the time, so the figures are better than they would have been.
import { defineBacktest, type HistoricalFeed } from 'barstream';
import { simulated, volatilityCost } from 'barstream/brokers';
import { csv } from 'barstream/feeds';
import { MomentumRotation } from 'barstream/strategies';

const stocks = (
  'AAPL AIG AMT AMZN BAC C CAT COST CVX DIS DUK FCX GOOGL HD HON IBM INTC JNJ JPM KO LIN MCD MSFT NEE NEM NKE NUE NVDA ' +
  'ORCL PEP PFE PG PSA SLB SO SPG UNH UPS VZ WFC WMT XOM'
).split(' ');

/** A feed without bars: its warning is printed with the figures and stands in every report of the run. */
const caveat: HistoricalFeed<'total-return'> = {
  name: 'caveat',
  basis: 'total-return',
  load: async () => ({
    series: [],
    warnings: [
      'survivorship bias: the stocks were picked because they are large today, so the returns are better than they would have been',
    ],
  }),
};

export default defineBacktest({
  name: 'momentum-rotation',
  feeds: [
    csv({ files: { dir: new URL('data/', import.meta.url), symbols: [...stocks, 'SPY'] }, basis: 'total-return', to: '2024-03-08' }),
    caveat,
  ],
  strategy: MomentumRotation,
  symbols: stocks,
  broker: simulated({ costs: [volatilityCost()] }),
  from: '2005-07-05',
  to: '2024-03-08',
  benchmark: 'SPY',
});
