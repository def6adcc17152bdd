import type { EquityCurve } from '../analyzers/equity-curve.js';
import { priceEffectOf } from '../analyzers/trading-costs.js';
import type { Fill } from '../core/fill.js';
import { quantaToNumber } from '../core/money.js';

/**
 * Costs of each session over the equity before it: all costs of the fills that its bars brought, and what spread and
 * impact models moved their prices by. NaN where the equity before was not positive.
 */
export function sessionCostRates({ startEquity, sessionTimes, sessionEquity }: EquityCurve, fills: readonly Fill[]): Float64Array {
  const rates = new Float64Array(sessionTimes.length);
  let fill = 0;
  for (let session = 0; session < rates.length; session++) {
    let cost = 0;
    for (; fill < fills.length && fills[fill]!.knownAt <= sessionTimes[session]!; fill++) {
      cost += quantaToNumber(fills[fill]!.costQuanta) + priceEffectOf(fills[fill]!);
    }
    const before = session === 0 ? startEquity : sessionEquity[session - 1]!;
    rates[session] = before > 0 ? cost / before : Number.NaN;
  }
  return rates;
}
