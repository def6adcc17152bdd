import type { PathPolicies } from '../broker/broker.js';
import { OrderError, StrategyError } from '../core/errors.js';
import { type PathInterval, pathIntervalOf, type PathOutcome } from '../reliability/path-interval.js';
import type { Metrics } from './metrics.js';
import { runOnce, type RunInput } from './run.js';
import type { RunOptions } from './run-options.js';

/**
 * Makes a run again under each path policy that its venue knows, and compares. The data and what `prepare` made are
 * shared; strategies are made anew; analyzers and observers are left out.
 */
export async function measurePaths(
  input: RunInput,
  { signal }: RunOptions,
  metrics: Metrics,
  policies: PathPolicies | undefined,
): Promise<PathInterval> {
  const { pathDependentFills: dependentFills } = metrics;
  const unknown = (reason: string): PathInterval => ({ kind: 'unknown', dependentFills, reason });
  if (policies === undefined) return unknown('the broker names no other path policies');
  const outcomes: [PathOutcome, ...PathOutcome[]] = [outcomeOf(policies.own, metrics)];
  const { observe: _, ...config } = input.config;
  for (const pathPolicy of policies.all) {
    if (pathPolicy === policies.own) continue;
    try {
      const again = await runOnce(
        { ...input, config: { ...config, analyzers: {} } as RunInput['config'], pathPolicy, measurePaths: undefined },
        signal === undefined ? {} : { signal },
      );
      outcomes.push(outcomeOf(pathPolicy, again.metrics));
    } catch (error) {
      // An order that is wrong under another path says nothing against the run itself.
      if (!(error instanceof OrderError || error instanceof StrategyError)) throw error;
      return unknown(`under ${pathPolicy} it fails: ${error.message}`);
    }
  }
  return pathIntervalOf(dependentFills, outcomes);
}

function outcomeOf(policy: string, { finalEquity, sharpe, fills }: Metrics): PathOutcome {
  return { policy, finalEquity, sharpe, fills };
}
