import { isoInstant } from '../../src/core/time.js';
import type { JournalStep, LiveCore, OrderFacts } from '../../src/live/index.js';
import { orderText } from './step-lines.js';

/** What a market order has cost, in basis points of the reference price, costs included: above 0 is worse than the reference. */
export interface Slippage {
  readonly paid: number;
  readonly model: number;
  /** Paid less model. */
  readonly difference: number;
}

/** Fills of market orders against those of the configuration's simulated broker. */
export interface ModelComparison {
  /** Market orders that have filled, wholly or in part. */
  readonly orders: number;
  /** Those of them that the model fills too: bars for it must have come. */
  readonly compared: number;
  readonly mean?: Slippage;
  /** The one with the largest difference. */
  readonly worst?: Slippage & { readonly order: string; readonly what: string; readonly decidedAt: string };
}

/** All fills of one order. */
interface Filled {
  quantity: number;
  value: number;
  cost: number;
  /** Sum of quantity × price of the bar before any model, where there is one. */
  reference: number;
}

/**
 * Sends the orders of a journal to the simulated broker of its configuration, on the journal's bars, and compares what it would have
 * paid with what was paid. The reference is the price of the bar from which the model starts: of a market order the first open after
 * its decision.
 *
 * @param core - over the simulated broker, started. It is used up.
 */
export function againstModel(core: LiveCore, steps: readonly JournalStep[]): ModelComparison {
  const model = new Map<string, Filled>();
  core.assembly.bus.executions.on((execution) => {
    if (execution.kind !== 'filled') return;
    const { order, fill } = execution;
    const quantity = fill.quantity.toNumber();
    addFill(model, order.clientOrderId, quantity, fill.price.toNumber(), fill.cost.toNumber(), fill.referenceNumber);
  });
  const paid = new Map<string, Filled>();
  const orders = new Map<string, OrderFacts>();
  for (const step of steps) {
    // What a venue has said is nothing to the model, but time goes on, and what was decided upon it is sent.
    core.restore(step.input.kind === 'venue' ? { ...step, input: { kind: 'timer', time: step.position } } : step);
    for (const decision of step.decisions) if (decision.kind !== 'cancel') orders.set(decision.order.id, decision.order);
    for (const { order, fill } of step.outcomes) {
      if (fill !== undefined) addFill(paid, order, Number(fill.quantity), Number(fill.price), Number(fill.cost), 0);
    }
  }
  const market = [...paid].filter(([id]) => orders.get(id)?.type === 'market');
  const compared = market.flatMap(([id, real]) => {
    const simulated = model.get(id);
    return simulated === undefined ? [] : [{ order: orders.get(id)!, ...slippageOf(orders.get(id)!, real, simulated) }];
  });
  if (compared.length === 0) return { orders: market.length, compared: 0 };
  const meanOf = (key: keyof Slippage): number => compared.reduce((sum, one) => sum + one[key], 0) / compared.length;
  const { order, ...worst } = compared.reduce((a, b) => (b.difference > a.difference ? b : a));
  return {
    orders: market.length,
    compared: compared.length,
    mean: { paid: meanOf('paid'), model: meanOf('model'), difference: meanOf('difference') },
    worst: { ...worst, order: order.id, what: orderText(order), decidedAt: isoInstant(order.decidedAt) },
  };
}

function slippageOf({ side }: OrderFacts, real: Filled, simulated: Filled): Slippage {
  const reference = simulated.reference / simulated.quantity;
  const direction = side === 'buy' ? 1 : -1;
  const bpsOf = ({ quantity, value, cost }: Filled): number =>
    ((direction * (value / quantity - reference) + cost / quantity) / reference) * 10_000;
  const [paid, model] = [bpsOf(real), bpsOf(simulated)];
  return { paid, model, difference: paid - model };
}

function addFill(fills: Map<string, Filled>, id: string, quantity: number, price: number, cost: number, reference: number): void {
  const sum = fills.get(id) ?? { quantity: 0, value: 0, cost: 0, reference: 0 };
  fills.set(id, sum);
  sum.quantity += quantity;
  sum.value += quantity * price;
  sum.cost += cost;
  sum.reference += quantity * reference;
}
