import type { EquityCurve } from '../analyzers/equity-curve.js';
import { priceEffectOf } from '../analyzers/trading-costs.js';
import type { FillView } from '../core/fill.js';
import { quantaToNumber } from '../core/money.js';
import type { Rows } from '../core/rows.js';

/**
 * Costs of each session over the equity before it: all costs of the fills that its bars brought, and what spread and
 * impact models moved their prices by. NaN where the equity before was not positive.
 */
export function sessionCostRates({ startEquity, sessionTimes, sessionEquity }: EquityCurve, fills: Rows<FillView>): Float64Array {
  const rates = new Float64Array(sessionTimes.length);
  let at = 0;
  for (let session = 0; session < rates.length; session++) {
    let cost = 0;
    for (let fill = fills.at(at); fill !== undefined && fill.knownAt <= sessionTimes[session]!; fill = fills.at(++at)) {
      cost += quantaToNumber(fill.costQuanta) + priceEffectOf(fill);
    }
    const before = session === 0 ? startEquity : sessionEquity[session - 1]!;
    rates[session] = before > 0 ? cost / before : Number.NaN;
  }
  return rates;
}
