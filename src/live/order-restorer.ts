import type { Assembly } from '../engine/assembly.js';
import { StrategyError } from '../core/errors.js';
import { quantaOf } from '../core/money.js';
import type { OrderCommand } from '../core/order-command.js';
import { Order, type OrderId } from '../core/order.js';
import type { StrategyHost } from '../engine/strategy-host.js';
import type { Decision, OrderFacts } from './decision.js';
import type { JournalStep } from './journal.js';

/** Takes the orders of a journal into a run again, as they were sent, past the risk gate, whose answers are in the journal too. */
export class OrderRestorer {
  readonly #assembly: Assembly;
  readonly #ids = new Map<string, OrderId>();

  constructor(assembly: Assembly) {
    this.#assembly = assembly;
  }

  restore({ decisions, outcomes }: JournalStep): void {
    const { engine, parts } = this.#assembly;
    const { refusal } = engine;
    const { tradeAfter } = parts;
    const refused = new Map(
      outcomes.flatMap(({ kind, order, message = '', reason }) => (kind === 'rejected' && isOfEngine(reason) ? [[order, message]] : [])),
    );
    const cut = new Map(outcomes.flatMap(({ kind, order, to, reason }) => (kind === 'reduced' && reason === 'risk' ? [[order, to!]] : [])));
    engine.refusal = ({ clientOrderId }) => refused.get(clientOrderId);
    engine.isRestoring = true;
    parts.tradeAfter = -Infinity;
    try {
      engine.step(() => decisions.forEach((decision) => this.#send(decision, cut)));
    } finally {
      engine.refusal = refusal;
      engine.isRestoring = false;
      parts.tradeAfter = tradeAfter;
    }
  }

  #send(decision: Decision, cut: ReadonlyMap<string, number>): void {
    const { record } = this.#assembly;
    switch (decision.kind) {
      case 'submit': {
        const all = this.#take([decision.order, ...(decision.group ?? [])], cut);
        const [order, ...group] = all;
        return this.#emit(order!, { kind: 'submit', order: order!, ...(group.length > 0 && { group }) });
      }
      case 'replace': {
        const [order] = this.#take([decision.order], cut);
        return this.#emit(order!, { kind: 'replace', id: this.#idOf(decision.of), order: order! });
      }
      case 'cancel': {
        const id = this.#idOf(decision.of);
        return this.#emit(record.orderLog.order(id), { kind: 'cancel', id, reason: decision.reason });
      }
    }
  }

  #emit({ strategyIndex }: Order, command: OrderCommand): void {
    this.#assembly.hosts[strategyIndex]!.strategy.orders.emit(command);
  }

  /** Makes orders that belong together and puts them into the registry. */
  #take(facts: readonly OrderFacts[], cut: ReadonlyMap<string, number>): Order[] {
    const { registry } = this.#assembly;
    facts.forEach(({ id }, i) => this.#ids.set(id, (registry.nextId + i) as OrderId));
    return facts.map((one) => {
      const host = this.#hostOf(one);
      const order = this.#orderOf(one, host, cut.get(one.id) ?? one.lots);
      host.desk.restore(order);
      return order;
    });
  }

  #orderOf(facts: OrderFacts, host: StrategyHost, lots: number): Order {
    const { hosts, table } = this.#assembly;
    const { symbol, notional, limit, stop, trail, expiresAt, extendedHours, tag, because, signals, parent, sibling, replaces } = facts;
    const instrumentIndex = table.indexOf(symbol);
    return new Order({
      id: this.#idOf(facts.id),
      strategy: facts.strategy,
      strategyIndex: hosts.indexOf(host),
      instrument: table.instruments[instrumentIndex]!,
      instrumentIndex,
      side: facts.side,
      type: facts.type,
      lots,
      notional: notional === undefined || notional === 'max' ? notional : quantaOf(notional),
      limit,
      stop,
      timeInForce: facts.timeInForce,
      purpose: facts.purpose,
      tag,
      why: because === undefined && signals === undefined ? undefined : { because, signals: signals as never },
      decidedAt: facts.decidedAt,
      sequence: facts.sequence,
      afterFill: undefined,
      extras: {
        ...(trail && { trail }),
        ...(expiresAt !== undefined && { expiresAt }),
        ...(extendedHours !== undefined && { extendedHours }),
        ...(parent !== undefined && { parent: this.#idOf(parent) }),
        ...(sibling !== undefined && { sibling: this.#idOf(sibling) }),
        ...(replaces !== undefined && { replaces: this.#idOf(replaces) }),
      },
    });
  }

  #hostOf({ strategy, id }: OrderFacts): StrategyHost {
    const host = this.#assembly.hosts.find(({ name }) => name === strategy);
    if (host !== undefined) return host;
    throw new StrategyError(`the journal has orders of a strategy ${JSON.stringify(strategy)}, which this configuration does not have`, {
      code: 'journal/strategy',
      context: { strategy, order: id, known: this.#assembly.hosts.map(({ name }) => name) },
      hint: 'give the strategy the name that it had, or start a new instance',
    });
  }

  #idOf(clientId: string): OrderId {
    // An order that was adopted has no decision: its number is found by its client id.
    const known = this.#ids.get(clientId);
    if (known !== undefined) return known;
    const { orderLog } = this.#assembly.record;
    for (let id = 1; id <= orderLog.length; id++) if (orderLog.order(id as OrderId).clientOrderId === clientId) return id as OrderId;
    throw new StrategyError(`the journal speaks of an order ${clientId} that it does not have`, {
      code: 'journal/order',
      context: { order: clientId },
      hint: 'the journal is damaged: restore it from a copy',
    });
  }
}

/** Whether a refusal was the engine's own: those of a broker are made again by the broker. */
function isOfEngine(reason: string | undefined): boolean {
  return reason === 'risk' || reason === 'halted' || reason === 'not-trading' || reason === 'order-ended' || reason === 'nothing-left';
}
