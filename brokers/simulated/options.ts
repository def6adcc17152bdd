import { ConfigError } from '../../src/core/errors.js';
import type { Millis } from '../../src/core/time.js';
import type { CostModel } from './costs/cost-model.js';

/**
 * What is assumed of the way prices took between a bar's open and its close, which the bar does not tell.
 * `pessimistic`: stops fill before limits, and a limit sent during the bar finds nothing in the rest of it.
 */
export type PathPolicy = 'pessimistic';

export interface SimulatedBrokerOptions {
  /** Cost models, charged in this order. Default none: say what trading costs. */
  readonly costs?: readonly CostModel[];
  /** Largest part of a bar's volume that all fills together may take; `false` for no limit. Default 0.1. */
  readonly volumeLimit?: number | false;
  /** Milliseconds from a decision to the venue's acceptance. Default 0. */
  readonly latency?: Millis;
  /** Default `pessimistic`. */
  readonly path?: PathPolicy;
}

export interface ResolvedOptions {
  readonly costs: readonly CostModel[];
  readonly volumeLimit: number;
  readonly latency: Millis;
  readonly path: PathPolicy;
}

/** @throws ConfigError for a setting out of range. */
export function resolveOptions(options: SimulatedBrokerOptions): ResolvedOptions {
  const { costs = [], volumeLimit = 0.1, latency = 0, path = 'pessimistic' } = options;
  if (volumeLimit !== false && !(volumeLimit > 0 && volumeLimit <= 1)) {
    throw new ConfigError(`simulated broker: volumeLimit must be above 0 and at most 1, or false, not ${volumeLimit}`, {
      code: 'broker/volume-limit',
      context: { volumeLimit },
      hint: "give the part of a bar's volume that you may take, for example 0.1",
    });
  }
  if (!(latency >= 0 && Number.isFinite(latency))) {
    throw new ConfigError(`simulated broker: latency must be at least 0 ms, not ${latency}`, {
      code: 'broker/latency',
      context: { latency },
      hint: 'give milliseconds',
    });
  }
  return { costs, volumeLimit: volumeLimit === false ? Infinity : volumeLimit, latency, path };
}
