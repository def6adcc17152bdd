import { ConfigError } from '../../src/core/errors.js';
import { MINUTE, type Millis } from '../../src/core/time.js';
import type { CostModel } from './costs/cost-model.js';
import type { PriceModel } from './costs/price-model.js';

/**
 * What is assumed of the way prices took between a bar's open and its close, which the bar does not tell.
 * - `pessimistic`: of what may have happened, the worse: stops fill before limits, and a limit sent during the path finds
 *   nothing in the rest of it; `optimistic`: the better.
 * - `ohlc`, `olhc`: one path for all orders, high first or low first; `nearest`: the extreme that lies nearer to the open first.
 */
export type PathPolicy = 'pessimistic' | 'optimistic' | 'ohlc' | 'olhc' | 'nearest';

/** All of them. */
export const PATH_POLICIES: readonly PathPolicy[] = ['pessimistic', 'optimistic', 'ohlc', 'olhc', 'nearest'];

/** Options of {@link simulated}. */
export interface SimulatedBrokerOptions {
  /** Cost models, charged in this order. Default none: say what trading costs. */
  readonly costs?: readonly CostModel[];
  /** Models of spread and impact, which move the price of fills that take liquidity. Default none. */
  readonly slippage?: readonly PriceModel[];
  /** Largest part of a bar's volume that all fills together may take; `false` for no limit. Default 0.1. */
  readonly volumeLimit?: number | false;
  /** Milliseconds from a decision to its effect at the venue, for orders and cancels. Default 0. */
  readonly latency?: Millis;
  /** Default `pessimistic`. */
  readonly pathPolicy?: PathPolicy;
  /** Milliseconds before an open after which orders miss its auction. Default 2 minutes. */
  readonly openCutoff?: Millis;
  /** Milliseconds before a close after which orders miss its auction. Default 10 minutes. */
  readonly closeCutoff?: Millis;
}

export interface ResolvedOptions {
  readonly costs: readonly CostModel[];
  readonly slippage: readonly PriceModel[];
  readonly volumeLimit: number;
  readonly latency: Millis;
  readonly pathPolicy: PathPolicy;
  readonly openCutoff: Millis;
  readonly closeCutoff: Millis;
}

/** @throws ConfigError for a setting out of range. */
export function resolveOptions(options: SimulatedBrokerOptions): ResolvedOptions {
  const { costs = [], slippage = [], volumeLimit = 0.1, latency = 0, pathPolicy = 'pessimistic' } = options;
  const { openCutoff = 2 * MINUTE, closeCutoff = 10 * MINUTE } = options;
  if (volumeLimit !== false && !(volumeLimit > 0 && volumeLimit <= 1)) {
    throw new ConfigError(`simulated broker: volumeLimit must be above 0 and at most 1, or false, not ${volumeLimit}`, {
      code: 'broker/volume-limit',
      context: { volumeLimit },
      hint: "give the part of a bar's volume that you may take, for example 0.1",
    });
  }
  for (const [name, value] of Object.entries({ latency, openCutoff, closeCutoff })) requireDuration(name, value);
  if (!PATH_POLICIES.includes(pathPolicy)) {
    throw new ConfigError(`simulated broker: unknown pathPolicy ${JSON.stringify(pathPolicy)}`, {
      code: 'broker/path-policy',
      context: { pathPolicy },
      hint: `give one of ${PATH_POLICIES.join(', ')}`,
    });
  }
  return { costs, slippage, volumeLimit: volumeLimit === false ? Infinity : volumeLimit, latency, pathPolicy, openCutoff, closeCutoff };
}

/** What reports say of the settings. */
export function describeOptions(options: ResolvedOptions): Readonly<Record<string, unknown>> {
  const known = described.get(options);
  if (known !== undefined) return known;
  const { volumeLimit, costs, slippage, latency, pathPolicy, openCutoff, closeCutoff } = options;
  const said = (model: CostModel | PriceModel) => ({ kind: model.kind, model: model.describe(), source: model.source });
  const text = {
    volumeLimit: volumeLimit === Infinity ? 'none' : volumeLimit,
    latency,
    pathPolicy,
    openCutoff,
    closeCutoff,
    costs: costs.map(said),
    ...(slippage.length > 0 && { slippage: slippage.map(said) }),
  };
  described.set(options, text);
  return text;
}

/** What was said of options before: the runs of a sweep have the same. */
const described = new WeakMap<ResolvedOptions, Readonly<Record<string, unknown>>>();

function requireDuration(name: string, value: Millis): void {
  if (value >= 0 && Number.isFinite(value)) return;
  throw new ConfigError(`simulated broker: ${name} must be at least 0 ms, not ${value}`, {
    code: name === 'latency' ? 'broker/latency' : 'broker/cut-off',
    context: { [name]: value },
    hint: 'give milliseconds',
  });
}
