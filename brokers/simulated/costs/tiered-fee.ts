import { ConfigError } from '../../../src/core/errors.js';
import { amountPerUnit, exactOf, quantaOf, roundQuanta, type DecimalInput } from '../../../src/core/money.js';
import type { OrderId } from '../../../src/core/order.js';
import { addQuanta, subtractQuanta, type Quanta } from '../../../src/core/quanta.js';
import type { CostedTrade, CostModel } from './cost-model.js';

/** Costs of a part of the month's volume. */
export interface FeeTier {
  /** Units of the month up to which the rate holds; left out in the last tier. */
  readonly upTo?: number;
  readonly perShare: DecimalInput;
}

/** Options of {@link tieredFee}. */
export interface TieredFeeOptions {
  readonly tiers: readonly FeeTier[];
  /** At least this much for an order that fills at all. Default 0. */
  readonly minimum?: DecimalInput;
  /** Digits after the point to which the fee of the whole order is rounded up. Default: exact. */
  readonly roundTo?: number;
  readonly kind?: string;
}

/**
 * A fee per share that falls with the units traded in the calendar month (of the venue): each unit is charged at the rate of the
 * tier in which it lies. The minimum is paid once an order, however many parts it fills in.
 */
export function tieredFee(options: TieredFeeOptions): CostModel {
  const { minimum = 0, roundTo, kind = 'commission' } = options;
  const tiers = options.tiers.map(({ upTo = Infinity, perShare }) => ({ upTo, rate: exactOf(perShare) }));
  const rising = tiers.every(({ upTo }, i) => upTo > (tiers[i - 1]?.upTo ?? 0));
  if (!rising || tiers.at(-1)?.upTo !== Infinity) {
    throw new ConfigError('tieredFee: the tiers must rise, and the last one has no upTo', {
      code: 'cost/tiers',
      context: { tiers: options.tiers },
      hint: 'for example [{ upTo: 300_000, perShare: 0.0035 }, { perShare: 0.002 }]',
    });
  }
  const least = quantaOf(minimum, 'up');
  return {
    kind,
    source: 'rates given by the user',
    describe: () => `per share: ${tiers.map(({ upTo }, i) => `${String(options.tiers[i]!.perShare)} to ${upTo}`).join(', ')}`,
    start: () => {
      let month = '';
      let units = 0;
      /** Fees of orders so far, before minimum and rounding. */
      const raw = new Map<OrderId, Quanta>();
      const monthOf = ({ instrument, time }: CostedTrade): string => instrument.calendar.sessionOf(time).date.slice(0, 7);
      const rawFee = (trade: CostedTrade): Quanta => {
        const { lotStep, lot } = trade.instrument;
        let from = monthOf(trade) === month ? units : 0;
        let left = trade.lots;
        let fee: Quanta = 0;
        for (const { upTo, rate } of tiers) {
          const lots = Math.min(left, Math.max(0, Math.floor((upTo - from) / lotStep + 1e-9)));
          if (lots === 0) continue;
          fee = addQuanta(fee, amountPerUnit(lots, lot, rate, 'up'));
          left -= lots;
          from += lots * lotStep;
        }
        return fee;
      };
      const bounded = (fee: Quanta): Quanta => {
        const charged = fee > least ? fee : least;
        return roundTo === undefined ? charged : roundQuanta(charged, roundTo, 'up');
      };
      return {
        charge: (trade) => {
          const before = trade.filledBefore === 0 ? undefined : raw.get(trade.orderId);
          const after = bounded(addQuanta(before ?? 0, rawFee(trade)));
          return before === undefined ? after : subtractQuanta(after, bounded(before));
        },
        commit: (trade) => {
          raw.set(trade.orderId, addQuanta(raw.get(trade.orderId) ?? 0, rawFee(trade)));
          const now = monthOf(trade);
          if (now !== month) units = 0;
          month = now;
          units += trade.lots * trade.instrument.lotStep;
        },
      };
    },
  };
}
