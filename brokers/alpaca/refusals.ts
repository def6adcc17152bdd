import type { RejectReason } from '../../src/core/execution.js';

/** Words of the venue and what they mean. Its numbers are used again for unrelated causes, hence only status and words count. */
const MEANINGS: readonly (readonly [pattern: RegExp, reason: RejectReason])[] = [
  [/wash trade/i, 'wash-trade'],
  [/insufficient qty|insufficient quantity/i, 'shares-not-available'],
  [/insufficient|cost basis must be|buying power/i, 'insufficient-buying-power'],
  [/sub-?penny|minimum pricing|invalid (limit|stop)_price.*increment/i, 'price-off-tick'],
  [/short(ing)?\b|easy to borrow|hard to borrow/i, 'shorting-not-allowed'],
  [
    /not (active|tradable|tradeable)|asset .*not found|could not find|not fractionable|trading (is )?(suspended|halted|blocked)/i,
    'not-tradable',
  ],
  [/take.?profit|stop.?loss|base_price|bracket/i, 'bracket-prices'],
  [/already in .* state|order not found|is not open|cannot be replaced/i, 'order-ended'],
];

/** The reason that stands for a refusal in the venue's words. */
export function reasonOf(words: string): RejectReason {
  return MEANINGS.find(([pattern]) => pattern.test(words))?.[1] ?? 'refused-by-venue';
}

/** Whether a refusal says that an order of this name has been taken before. */
export function isTakenName(status: number, words: string): boolean {
  return status === 422 && /client_order_id.*unique|duplicate client/i.test(words);
}

/** Whether an order cannot be replaced only because it has not gone on to the exchange yet. */
export function isNotYetReplaceable(words: string): boolean {
  return /isn'?t sent to exchange|pending_(new|replace|cancel)|"?accepted"? state|unable to replace/i.test(words);
}
