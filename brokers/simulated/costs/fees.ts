import { ConfigError } from '../../../src/core/errors.js';
import { amountPerUnit, exactOf, quantaOf, roundQuanta, shareOfValue, type DecimalInput, type Exact } from '../../../src/core/money.js';
import { subtractQuanta, type Quanta } from '../../../src/core/quanta.js';
import type { CostModel } from './cost-model.js';

/** A fee of `rate` times the value of each fill: 0.001 is 10 basis points. Kind `commission` unless named otherwise. */
export function percentFee(rate: DecimalInput, options: { readonly kind?: string } = {}): CostModel {
  const exact = notNegative('percentFee rate', rate);
  return {
    kind: options.kind ?? 'commission',
    source: 'rate given by the user',
    describe: () => `${String(rate)} of the value of each fill`,
    start: () => ({ charge: ({ price, lots, instrument }) => shareOfValue(price, lots, instrument.unit, exact, 'up') }),
  };
}

/** Options of {@link perShareFee}. */
export interface PerShareFeeOptions {
  /** Currency per share (per unit of quantity). */
  readonly perShare: DecimalInput;
  /** At least this much for an order that fills at all. Default 0. */
  readonly minimum?: DecimalInput;
  /** At most this much for an order. Default: no maximum. */
  readonly maximum?: DecimalInput;
  /** Digits after the point to which the fee of the whole order is rounded up (2 for cents). Default: exact. */
  readonly roundTo?: number;
  readonly kind?: string;
}

/** A fee per share with a minimum per order. Parts of one order are charged together: the minimum is paid once. */
export function perShareFee(options: PerShareFeeOptions): CostModel {
  const rate = notNegative('perShareFee perShare', options.perShare);
  notNegative('perShareFee minimum', options.minimum ?? 0);
  const minimum = quantaOf(options.minimum ?? 0, 'up');
  const maximum = options.maximum === undefined ? undefined : quantaOf(options.maximum, 'up');
  return {
    kind: options.kind ?? 'commission',
    source: 'rate given by the user',
    describe: () => `${String(options.perShare)} per share, at least ${String(options.minimum ?? 0)} per order`,
    start: () => ({
      charge: ({ lots, filledBefore, instrument }) => {
        const feeOf = (count: number): Quanta => {
          if (count === 0) return 0;
          const fee = amountPerUnit(count, instrument.lot, rate, 'up');
          const least = fee > minimum ? fee : minimum;
          const charged = maximum !== undefined && least > maximum ? maximum : least;
          return options.roundTo === undefined ? charged : roundQuanta(charged, options.roundTo, 'up');
        };
        return subtractQuanta(feeOf(filledBefore + lots), feeOf(filledBefore));
      },
    }),
  };
}

function notNegative(name: string, value: DecimalInput): Exact {
  const exact = exactOf(value);
  if (exact.mantissa >= 0n) return exact;
  throw new ConfigError(`${name} must be at least 0, not ${String(value)}`, {
    code: 'cost/negative',
    context: { name, value: String(value) },
    hint: 'give a fee of 0 or more',
  });
}
