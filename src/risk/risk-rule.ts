import type { Order } from '../core/order.js';
import type { AccountView } from '../portfolio/portfolio.js';

/** What a rule says of an order. `reduce` names the whole lots that may go out. */
export type RiskVerdict =
  | { readonly verdict: 'pass' }
  | { readonly verdict: 'refuse'; readonly message: string }
  | { readonly verdict: 'reduce'; readonly lots: number; readonly message: string };

/** The verdict of a rule that has no objection. */
export const PASS: RiskVerdict = { verdict: 'pass' };

/** One check in front of the broker. Pure: the same order and account give the same verdict. */
export interface RiskRule {
  readonly name: string;
  /** What the rule says of an order, given the account as it stands. */
  review(order: Order, account: AccountView): RiskVerdict;
}
