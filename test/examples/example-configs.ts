import brackets from '../../examples/brackets.js';
import buyAndHold from '../../examples/buy-and-hold.js';
import corporateActions from '../../examples/corporate-actions.js';
import marginCall from '../../examples/margin-call.js';
import momentumRotation from '../../examples/momentum-rotation.js';
import pairsZScore from '../../examples/pairs-zscore.js';
import resampledMinutes from '../../examples/resampled-minutes.js';
import shortBorrow from '../../examples/short-borrow.js';
import smaCross from '../../examples/sma-cross.js';
import subAccounts from '../../examples/sub-accounts.js';
import syntheticStress from '../../examples/synthetic-stress.js';
import volumeLimited from '../../examples/volume-limited.js';
import { backtest, isoInstant, type BacktestResult, type Millis } from '../../src/index.js';

type Runs = Readonly<Record<string, () => Promise<BacktestResult>>>;

/** Examples whose fills plain loops work out once more. */
export const looped: Runs = {
  'sma-cross': () => backtest(smaCross),
  'buy-and-hold': () => backtest(buyAndHold),
  'momentum-rotation': () => backtest(momentumRotation),
  'pairs-zscore': () => backtest(pairsZScore),
};

/** How each example is run, by its name. */
export const examples: Runs = {
  ...looped,
  brackets: () => backtest(brackets),
  'short-borrow': () => backtest(shortBorrow),
  'volume-limited': () => backtest(volumeLimited),
  'margin-call': () => backtest(marginCall),
  'corporate-actions': () => backtest(corporateActions),
  'resampled-minutes': () => backtest(resampledMinutes),
  'sub-accounts': () => backtest(subAccounts),
  'synthetic-stress': () => backtest(syntheticStress),
};

/** The date of an instant of a regular New York session, which is the same in UTC. */
export function dateOf(time: Millis): string {
  return isoInstant(time).slice(0, 10);
}
