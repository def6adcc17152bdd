import { ConfigError } from '../../../src/core/errors.js';
import { exactOf, scaledDown, shareOfValue } from '../../../src/core/money.js';
import type { TableSeries } from '../../../src/core/table.js';
import type { CostModel } from './cost-model.js';
import { SessionVolatility } from './session-volatility.js';

/** Options of {@link volatilityCost}. */
export interface VolatilityCostOptions {
  /** Basis points charged at no volatility. Default 5. */
  readonly base?: number;
  /** Basis points more for each basis point of daily volatility. Default 0.1. */
  readonly slope?: number;
  /** Complete sessions that the volatility is measured over. Default 20. */
  readonly window?: number;
  /** Daily volatility in basis points that is assumed before two sessions exist. Default 100; its use is reported. */
  readonly initialVolBps?: number;
}

/**
 * A cost that grows with the market's recent nervousness: `bps = base + slope × vol_gk` on the value of every fill,
 * where `vol_gk` is the Garman-Klass volatility (Garman and Klass 1980, "On the estimation of security price
 * volatilities from historical data") of the last complete sessions before the fill, in basis points per day.
 * A steady 1 % a day costs 15 basis points with the defaults.
 */
export function volatilityCost(options: VolatilityCostOptions = {}): CostModel {
  const { base = 5, slope = 0.1, window = 20, initialVolBps = 100 } = options;
  for (const [name, value] of Object.entries({ base, slope, initialVolBps })) requireNotNegative(name, value);
  if (!Number.isInteger(window) || window < 2) {
    throw new ConfigError(`volatilityCost: window must be a whole number of at least 2, not ${window}`, {
      code: 'cost/window',
      context: { window },
      hint: 'give a number of sessions',
    });
  }
  return {
    kind: 'volatility',
    source: 'Garman and Klass (1980), Journal of Business 53(1), 67-78',
    describe: () => `${base} bp + ${slope} × Garman-Klass volatility of ${window} sessions (bp per day)`,
    start: (warn) => {
      const memory = new Map<TableSeries, SessionVolatility>();
      return {
        charge: ({ series, row, price, lots, instrument }) => {
          let volatility = memory.get(series);
          if (volatility === undefined) memory.set(series, (volatility = new SessionVolatility(series, window)));
          const measured = volatility.before(row);
          if (measured === undefined)
            warn(
              `volatility cost of ${instrument.symbol}: fills before two complete sessions are charged at an assumed ${initialVolBps} bp a day`,
            );
          return shareOfValue(price, lots, instrument.unit, scaledDown(exactOf(base + slope * (measured ?? initialVolBps)), 4), 'up');
        },
      };
    },
  };
}

function requireNotNegative(name: string, value: number): void {
  if (value >= 0 && Number.isFinite(value)) return;
  throw new ConfigError(`volatilityCost: ${name} must be at least 0, not ${value}`, {
    code: 'cost/negative',
    context: { name, value },
    hint: 'give a number of 0 or more',
  });
}
