import { Order, type ApprovedOrder } from '../core/order.js';
import type { Millis } from '../core/time.js';
import type { AccountView } from '../portfolio/portfolio.js';
import { NOTHING_PENDING, pendingLots, type PendingLots } from './pending-lots.js';
import type { AnyRiskRule, RiskMonitor, RiskRun } from './risk-rule.js';

/** The order itself where every rule lets it pass. */
export type GateResult =
  | ApprovedOrder
  | { readonly outcome: 'reduced'; readonly order: ApprovedOrder; readonly from: number; readonly message: string }
  | { readonly outcome: 'refused'; readonly order: Order; readonly message: string };

/** The one place where orders become approved orders. Rules are asked in their declared order; each sees what the one before left. */
export class RiskGate {
  readonly #rules: readonly (RiskMonitor & { readonly name: string })[];
  readonly #account: AccountView;
  readonly #watching: readonly RiskMonitor[];
  readonly #pending: PendingLots;

  /** @param run - what rules with a memory need; without it there may be none. */
  constructor(rules: readonly AnyRiskRule[], account: AccountView, run?: RiskRun) {
    this.#account = account;
    this.#pending = run === undefined ? NOTHING_PENDING : pendingLots(run.instruments, (index) => run.workingOrders(index), account);
    this.#rules = rules.map((rule) => {
      if (!('start' in rule)) return rule;
      const monitor = rule.start(run!);
      return {
        name: rule.name,
        review: (order, view, pending) => monitor.review(order, view, pending),
        ...(monitor.onEquity && { onEquity: (time: Millis, equity: number) => monitor.onEquity!(time, equity) }),
      };
    });
    this.#watching = this.#rules.filter((rule) => rule.onEquity !== undefined);
  }

  /** True where a rule wants to be told of equity. */
  get followsEquity(): boolean {
    return this.#watching.length > 0;
  }

  /** Tells the rules that remember of an equity point. */
  onEquity(time: Millis, equity: number): void {
    for (const rule of this.#watching) rule.onEquity!(time, equity);
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
      const verdict = rule.review(current, this.#account, this.#pending);
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
