import { ConfigError } from '../../../src/core/errors.js';
import type { PriceModel } from './price-model.js';

/** Every taker pays `bps` basis points of the price. Kind `slippage`. */
export function fixedBps(bps: number): PriceModel {
  notNegative('fixedBps', 'bps', bps);
  return {
    kind: 'slippage',
    source: 'figure given by the user',
    describe: () => `${bps} bp of the price`,
    start: () => ({ move: ({ reference }) => (reference * bps) / 1e4 }),
  };
}

/** The quoted spread, in basis points of the price or in currency per unit. */
export type Spread = { readonly bps: number } | { readonly amount: number };

/** A taker buys at the ask and sells at the bid: half of the spread from the middle, which a bar's prices stand for. Kind `spread`. */
export function halfSpread(spread: Spread): PriceModel {
  const inBps = 'bps' in spread;
  const size = inBps ? spread.bps : spread.amount;
  notNegative('halfSpread', inBps ? 'bps' : 'amount', size);
  return {
    kind: 'spread',
    source: 'quoted spread given by the user; a taker pays half of it',
    describe: () => `half of ${size} ${inBps ? 'bp of the price' : 'per unit'}`,
    start: () => ({ move: ({ reference }) => (inBps ? (reference * size) / 2e4 : size / 2) }),
  };
}

/** @throws ConfigError unless a setting is a number of at least 0. */
export function notNegative(model: string, name: string, value: number): void {
  if (value >= 0 && Number.isFinite(value)) return;
  throw new ConfigError(`${model}: ${name} must be at least 0, not ${value}`, {
    code: 'cost/negative',
    context: { model, [name]: value },
    hint: 'give a number of 0 or more',
  });
}
