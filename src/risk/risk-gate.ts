import { Order, type ApprovedOrder } from '../core/order.js';
import type { AccountView } from '../portfolio/portfolio.js';
import type { RiskRule } from './risk-rule.js';

/** The order itself where every rule lets it pass. */
export type GateResult =
  | ApprovedOrder
  | { readonly outcome: 'reduced'; readonly order: ApprovedOrder; readonly from: number; readonly message: string }
  | { readonly outcome: 'refused'; readonly order: Order; readonly message: string };

/** The one place where orders become approved orders. Rules are asked in their declared order; each sees what the one before left. */
export class RiskGate {
  readonly #rules: readonly RiskRule[];
  readonly #account: AccountView;

  constructor(rules: readonly RiskRule[], account: AccountView) {
    this.#rules = rules;
    this.#account = account;
  }

  /** Legs close what their entry opens: the entry alone is reviewed. */
  approveLeg(leg: Order): ApprovedOrder {
    return leg as ApprovedOrder;
  }

  /** Asks every rule about an order. */
  review(order: Order): GateResult {
    let current = order;
    let message = '';
    for (const rule of this.#rules) {
      const verdict = rule.review(current, this.#account);
      switch (verdict.verdict) {
        case 'pass':
          break;
        case 'refuse':
          return { outcome: 'refused', order, message: `${rule.name}: ${verdict.message}` };
        case 'reduce':
          if (verdict.lots <= 0) return { outcome: 'refused', order, message: `${rule.name}: ${verdict.message}` };
          if (verdict.lots < current.lots) {
            current = current.withLots(verdict.lots);
            message = `${rule.name}: ${verdict.message}`;
          }
          break;
      }
    }
    if (current !== order) return { outcome: 'reduced', order: current as ApprovedOrder, from: order.lots, message };
    return order as ApprovedOrder;
  }
}
