// Two strategies in one account, each with cash of its own: a trend follower of stocks with 60 %, one of bonds and gold that
// changes sides each month with 40 %. What one earns the other cannot spend, so each result is what the strategy would have had alone.
import { defineBacktest } from 'barstream';
import { simulated, volatilityCost } from 'barstream/brokers';
import { csv } from 'barstream/feeds';
import { MomentumRotation } from 'barstream/strategies';
import { SmaCross } from './sma-cross.js';

export default defineBacktest({
  name: 'sub-accounts',
  feeds: [csv({ files: { dir: new URL('data/', import.meta.url), symbols: ['SPY', 'TLT', 'IEF', 'GLD'] }, basis: 'total-return' })],
  strategies: [
    { name: 'stocks', strategy: SmaCross, symbols: ['SPY'], allocation: 0.6 },
    { name: 'refuge', strategy: MomentumRotation, symbols: ['TLT', 'IEF', 'GLD'], params: { top: 1 }, allocation: 0.4 },
  ],
  account: { subAccounts: true },
  broker: simulated({ costs: [volatilityCost()] }),
  from: '2006-01-03',
  benchmark: 'SPY',
});
