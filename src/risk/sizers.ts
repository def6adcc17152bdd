import { ConfigError } from '../core/errors.js';

/** Fraction of equity whose volatility is the one wanted: `target / volatility`, at most `most` (default 1). Both yearly. */
export function volatilityTarget({ target, volatility, most = 1 }: { target: number; volatility: number; most?: number }): number {
  for (const [name, value] of Object.entries({ target, volatility, most })) requireAbove('volatilityTarget', name, value);
  return Math.min(most, target / volatility);
}

/** What is known of a bet: how often it wins, and what a win brings for each unit that a loss takes; or mean and variance of returns. */
export type Edge = { readonly winRate: number; readonly payoff: number } | { readonly mean: number; readonly variance: number };

/**
 * A part of the Kelly criterion (Kelly 1956, "A new interpretation of information rate"; Thorp 2006 for returns): `p − (1 − p) / b`
 * for bets, `mean / variance` for returns. 0 without an edge, at most `most` (default 1). The part defaults to a half, because an
 * estimated edge is smaller than it looks.
 */
export function fractionalKelly(edge: Edge, { part = 0.5, most = 1 }: { readonly part?: number; readonly most?: number } = {}): number {
  requireAbove('fractionalKelly', 'part', part);
  let full: number;
  if ('winRate' in edge) {
    requireAbove('fractionalKelly', 'payoff', edge.payoff);
    if (!(edge.winRate >= 0 && edge.winRate <= 1))
      throw fault('fractionalKelly', 'winRate', edge.winRate, 'give a share of wins from 0 to 1');
    full = edge.winRate - (1 - edge.winRate) / edge.payoff;
  } else {
    requireAbove('fractionalKelly', 'variance', edge.variance);
    full = edge.mean / edge.variance;
  }
  return Math.min(most, Math.max(0, part * full));
}

/** Options of {@link riskPerTrade}. */
export interface RiskPerTradeOptions {
  /** What may be lost, in currency: for example 1 % of equity. */
  readonly risk: number;
  readonly entry: number;
  /** Price at which the loss is taken. */
  readonly stop: number;
  /** Step of the quantity. Default 1. */
  readonly lotStep?: number;
  /** Currency value of one unit at price 1. Default 1. */
  readonly multiplier?: number;
}

/** Units that lose `risk` between entry and stop, rounded down to whole lots. */
export function riskPerTrade({ risk, entry, stop, lotStep = 1, multiplier = 1 }: RiskPerTradeOptions): number {
  for (const [name, value] of Object.entries({ risk, entry, stop, lotStep, multiplier })) requireAbove('riskPerTrade', name, value);
  if (entry === stop) throw fault('riskPerTrade', 'stop', stop, 'give a stop away from the entry');
  const lots = Math.floor(risk / (Math.abs(entry - stop) * multiplier * lotStep) + 1e-9);
  return Number((lots * lotStep).toPrecision(15));
}

function requireAbove(sizer: string, name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) throw fault(sizer, name, value, 'give a number above 0');
}

function fault(sizer: string, name: string, value: number, hint: string): ConfigError {
  return new ConfigError(`${sizer}: ${name} is ${value}`, { code: 'risk/sizer', context: { sizer, [name]: value }, hint });
}
