import { amountPerUnit, exactOf, quantaOf, roundQuanta, type DecimalInput, type Exact } from '../../../src/core/money.js';
import { addQuanta, subtractQuanta, type Quanta } from '../../../src/core/quanta.js';
import type { IsoDate } from '../../../src/core/time.js';
import type { CostedTrade, CostModel } from './cost-model.js';

/** A rate and the first date on which it holds. */
export interface DatedRate {
  readonly from: IsoDate;
  readonly rate: DecimalInput;
}

/** A rate per share with its maximum for one trade. */
export interface DatedCappedRate extends DatedRate {
  readonly maximum: DecimalInput;
}

/**
 * Dollars per million dollars of sales: Section 31 of the Securities Exchange Act, from the SEC's fee rate advisories. Sales
 * before the first date are charged at its rate.
 */
export const SEC_RATES: readonly DatedRate[] = [
  { from: '2011-01-21', rate: '19.20' },
  { from: '2012-02-21', rate: '18.00' },
  { from: '2012-04-01', rate: '22.40' },
  { from: '2013-05-25', rate: '17.40' },
  { from: '2014-03-18', rate: '22.10' },
  { from: '2015-02-14', rate: '18.40' },
  { from: '2016-02-16', rate: '21.80' },
  { from: '2017-07-04', rate: '23.10' },
  { from: '2018-05-22', rate: '13.00' },
  { from: '2019-04-16', rate: '20.70' },
  { from: '2020-02-18', rate: '22.10' },
  { from: '2021-02-25', rate: '5.10' },
  { from: '2022-05-14', rate: '22.90' },
  { from: '2023-02-27', rate: '8.00' },
  { from: '2024-05-22', rate: '27.80' },
  { from: '2025-05-14', rate: '0.00' },
];

/** Dollars per share sold: FINRA By-Laws, Schedule A, Section 1. Sales before the first date are charged at its rate. */
export const TAF_RATES: readonly DatedCappedRate[] = [
  { from: '2011-07-01', rate: '0.000090', maximum: '4.50' },
  { from: '2012-03-01', rate: '0.000095', maximum: '4.75' },
  { from: '2012-07-01', rate: '0.000119', maximum: '5.95' },
  { from: '2022-01-01', rate: '0.000130', maximum: '6.49' },
  { from: '2023-01-01', rate: '0.000145', maximum: '7.27' },
  { from: '2024-01-01', rate: '0.000166', maximum: '8.30' },
];

/** Options of {@link secFee} and {@link tafFee}. */
export interface UsFeeOptions<Rate> {
  /** Rates by date, oldest first. Default: those that were in force. */
  readonly rates?: readonly Rate[];
  /** Digits after the point to which the fee of an order is rounded up. Default 2: cents. */
  readonly roundTo?: number;
}

/** The SEC's fee on sales of US stocks, a part of the value. Kind `sec`. */
export function secFee({ rates = SEC_RATES, roundTo = 2 }: UsFeeOptions<DatedRate> = {}): CostModel {
  const exact = rates.map(({ from, rate }) => ({ from, rate: exactOf(rate) }));
  return {
    kind: 'sec',
    source: 'Securities Exchange Act, Section 31; fee rate advisories of the SEC',
    describe: () => `sells: dollars per million by date, last ${String(rates.at(-1)!.rate)}, rounded up to ${roundTo} digits`,
    start: () => ({
      charge: (trade) => {
        if (trade.side === 'buy') return 0;
        const { rate } = rateAt(exact, trade);
        return difference(trade, (lots, value) => (lots === 0 ? 0 : roundQuanta(perMillion(value, rate), roundTo, 'up')));
      },
    }),
  };
}

/** FINRA's trading activity fee on sales of US stocks, per share with a maximum. Kind `taf`. */
export function tafFee({ rates = TAF_RATES, roundTo = 2 }: UsFeeOptions<DatedCappedRate> = {}): CostModel {
  const exact = rates.map(({ from, rate, maximum }) => ({ from, rate: exactOf(rate), maximum: quantaOf(maximum, 'up') }));
  return {
    kind: 'taf',
    source: 'FINRA By-Laws, Schedule A, Section 1: trading activity fee',
    describe: () => `sells: per share by date, last ${String(rates.at(-1)!.rate)}, rounded up to ${roundTo} digits`,
    start: () => ({
      charge: (trade) => {
        if (trade.side === 'buy') return 0;
        const { rate, maximum } = rateAt(exact, trade);
        return difference(trade, (lots) => {
          const fee = amountPerUnit(lots, trade.instrument.lot, rate, 'up');
          return roundQuanta(fee < maximum ? fee : maximum, roundTo, 'up');
        });
      },
    }),
  };
}

/** What the whole order owes after this part, less what it owed before. */
function difference({ lots, filledBefore, value, valueBefore }: CostedTrade, feeOf: (lots: number, value: Quanta) => Quanta): Quanta {
  return subtractQuanta(feeOf(filledBefore + lots, addQuanta(valueBefore, value)), feeOf(filledBefore, valueBefore));
}

function rateAt<Rate extends { readonly from: IsoDate }>(rates: readonly Rate[], { instrument, time }: CostedTrade): Rate {
  const { date } = instrument.calendar.sessionOf(time);
  let found = rates[0]!;
  for (const rate of rates) if (rate.from <= date) found = rate;
  return found;
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
