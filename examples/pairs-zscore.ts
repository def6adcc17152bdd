// Coca-Cola against PepsiCo: sell the dear one and buy the cheap one when they drift apart.
// Short sales cost no borrow fee here (see short-borrow.ts), so the figures are too good by it.
import { defineBacktest } from 'barstream';
import { simulated, volatilityCost } from 'barstream/brokers';
import { csv } from 'barstream/feeds';
import { PairsZScore } from 'barstream/strategies';

export default defineBacktest({
  name: 'pairs-zscore',
  feeds: [csv({ files: { dir: new URL('data/', import.meta.url), symbols: ['KO', 'PEP'] }, basis: 'total-return' })],
  strategy: PairsZScore,
  account: { shortSales: true },
  broker: simulated({ costs: [volatilityCost()] }),
  from: '2005-01-03',
});
