import { amountPerUnit, exactOf, quantaOf, roundQuanta, type Exact } from '../../../src/core/money.js';
import { addQuanta, subtractQuanta, type Quanta } from '../../../src/core/quanta.js';
import type { IsoDate } from '../../../src/core/time.js';
import type { CostedTrade, CostModel } from './cost-model.js';
import { SEC_RATES, TAF_RATES, type DatedCappedRate, type DatedRate } from './us-fee-rates.js';

/** Options of {@link secFee} and {@link tafFee}. */
export interface UsFeeOptions<Rate> {
  /** Rates by date, oldest first. Default: {@link SEC_RATES} and {@link TAF_RATES}, those that were in force. */
  readonly rates?: readonly Rate[];
  /** Digits after the point to which the fee of an order is rounded up. Default 2: cents. */
  readonly roundTo?: number;
}

/**
 * The SEC's fee on sales of US stocks, a part of the value. Kind `sec`. Sales before the first date of the rates are charged at
 * the first rate, and the run warns of them.
 */
export function secFee({ rates = SEC_RATES, roundTo = 2 }: UsFeeOptions<DatedRate> = {}): CostModel {
  const exact = rates.map(({ from, rate }) => ({ from, rate: exactOf(rate) }));
  return {
    kind: 'sec',
    source: 'Securities Exchange Act, Section 31; fee rate advisories of the SEC',
    describe: () => `sells: dollars per million by date, last ${String(rates.at(-1)!.rate)}, rounded up to ${roundTo} digits`,
    start: (warn) => {
      const rateOf = ratesByDate('sec', exact, warn);
      return {
        charge: (trade) => {
          if (trade.side === 'buy') return 0;
          const { rate } = rateOf(trade);
          return difference(trade, (lots, value) => (lots === 0 ? 0 : roundQuanta(perMillion(value, rate), roundTo, 'up')));
        },
      };
    },
  };
}

/**
 * FINRA's trading activity fee on sales of US stocks, per share with a maximum. Kind `taf`. Sales before the first date of the
 * rates are charged at the first rate, and the run warns of them.
 */
export function tafFee({ rates = TAF_RATES, roundTo = 2 }: UsFeeOptions<DatedCappedRate> = {}): CostModel {
  const exact = rates.map(({ from, rate, maximum }) => ({ from, rate: exactOf(rate), maximum: quantaOf(maximum, 'up') }));
  return {
    kind: 'taf',
    source: 'FINRA By-Laws, Schedule A, Section 1: trading activity fee',
    describe: () => `sells: per share by date, last ${String(rates.at(-1)!.rate)}, rounded up to ${roundTo} digits`,
    start: (warn) => {
      const rateOf = ratesByDate('taf', exact, warn);
      return {
        charge: (trade) => {
          if (trade.side === 'buy') return 0;
          const { rate, maximum } = rateOf(trade);
          return difference(trade, (lots) => {
            const fee = amountPerUnit(lots, trade.instrument.lot, rate, 'up');
            return roundQuanta(fee < maximum ? fee : maximum, roundTo, 'up');
          });
        },
      };
    },
  };
}

/** What the whole order owes after this part, less what it owed before. */
function difference({ lots, filledBefore, value, valueBefore }: CostedTrade, feeOf: (lots: number, value: Quanta) => Quanta): Quanta {
  return subtractQuanta(feeOf(filledBefore + lots, addQuanta(valueBefore, value)), feeOf(filledBefore, valueBefore));
}

/** Finds the rate of a trade's session, and warns once of trades before the first one. */
function ratesByDate<Rate extends { readonly from: IsoDate }>(kind: string, rates: readonly Rate[], warn: (text: string) => void) {
  const first = rates[0]!;
  let warned = false;
  return ({ instrument, time }: CostedTrade): Rate => {
    const { date } = instrument.calendar.sessionOf(time);
    if (date < first.from && !warned) {
      warned = true;
      warn(`fee ${kind}: sales before ${first.from}, where its table begins, are charged at the first rate`);
    }
    let found = first;
    for (const rate of rates) if (rate.from <= date) found = rate;
    return found;
  };
}

/** `value × rate / 1,000,000`, rounded up once. */
function perMillion(value: Quanta, { mantissa, scale }: Exact): Quanta {
  return amountPerUnit(
    1,
    { mantissa: BigInt(value), scale: 8, float: Number(value) },
    { mantissa, scale: scale + 6, float: Number(mantissa) },
    'up',
  );
}
