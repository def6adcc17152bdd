import { actionHistory, type ActionHistory, type CorporateAction, type Split } from '../../src/core/corporate-action.js';
import { DAY, isoDateOfDay, type IsoDate, type Millis } from '../../src/core/time.js';
import { ZoneClock } from '../common/zone-clock.js';
import type { YahooAnswer } from './client.js';

/** Half of the last digit that Yahoo gives of a dividend. */
const HALF_DIGIT = 0.5e-6;

/**
 * Dividends and splits as typed events. Yahoo divides its dividends by all later splits, as it does its prices: here they
 * are as they were paid.
 * @param from - first ex-date for which the answer is complete.
 */
export function yahooActions(symbol: string, { chart, now }: YahooAnswer, from: IsoDate): ActionHistory {
  const clock = new ZoneClock(chart.meta.exchangeTimezoneName);
  const dateOf = (time: Millis): IsoDate => isoDateOfDay(Math.floor((time + clock.offsetAt(time)) / DAY));
  const splits = (chart.events?.splits ?? []).map(({ date, numerator, denominator }): Split => ({
    kind: 'split',
    symbol,
    exDate: dateOf(date.getTime()),
    numerator,
    denominator,
  }));
  const dividends = (chart.events?.dividends ?? []).map(({ date, amount }): CorporateAction => {
    const exDate = dateOf(date.getTime());
    const later = splits.filter((split) => split.exDate > exDate);
    return { kind: 'dividend', symbol, exDate, amount: asPaid(amount, later) };
  });
  const within = (action: CorporateAction): boolean => action.exDate >= from;
  return actionHistory({ symbol, from, to: dateOf(now), actions: [...splits, ...dividends].filter(within) }, 'yahoo');
}

/** The shortest decimal that Yahoo's division and rounding turn into the amount sent. */
export function asPaid(amount: number, later: readonly Pick<Split, 'numerator' | 'denominator'>[]): number {
  if (later.length === 0) return amount;
  const factor = later.reduce((product, { numerator, denominator }) => (product * numerator) / denominator, 1);
  const paid = amount * factor;
  for (let digits = 2; digits <= 6; digits++) {
    const shorter = Number(paid.toFixed(digits));
    if (Math.abs(shorter - paid) <= HALF_DIGIT * factor * (1 + 1e-9)) return shorter;
  }
  return paid;
}
