import buyAndHold from '../../examples/buy-and-hold.js';
import momentumRotation from '../../examples/momentum-rotation.js';
import pairsZScore from '../../examples/pairs-zscore.js';
import smaCross from '../../examples/sma-cross.js';
import { backtest, isoInstant, type BacktestResult, type Millis } from '../../src/index.js';

/** How each example is run, by its name. */
export const examples: Readonly<Record<string, () => Promise<BacktestResult>>> = {
  'sma-cross': () => backtest(smaCross),
  'buy-and-hold': () => backtest(buyAndHold),
  'momentum-rotation': () => backtest(momentumRotation),
  'pairs-zscore': () => backtest(pairsZScore),
};

/** The date of an instant of a regular New York session, which is the same in UTC. */
export function dateOf(time: Millis): string {
  return isoInstant(time).slice(0, 10);
}
