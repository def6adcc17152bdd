import { Decimal } from '../../../src/core/money.js';
import type { RandomSource } from '../../../src/core/random.js';
import { SECOND } from '../../../src/core/time.js';
import type { AccountRules } from './account-rules.js';
import { impossible, notFound, malformed } from './api-error.js';
import type { AssetList } from './assets.js';
import type { Hours } from './hours.js';
import { uuid, type Stamper } from './identifiers.js';
import type { Ledger } from './ledger.js';
import { isFinal, isWorking, leavesOf, orderJson, type FakeOrder, type OrderStatus, type OrderTerms } from './order.js';
import type { OrderBook } from './order-book.js';
import { companionsOf, rivalsOf } from './order-groups.js';
import { checkTerms } from './order-rules.js';
import type { OrderRequest } from './order-request.js';
import type { FakeFill, OrderUpdate } from './order-updates.js';

/** What the desk works on. */
export interface DeskParts {
  readonly book: OrderBook;
  readonly ledger: Ledger;
  readonly rules: AccountRules;
  readonly assets: AssetList;
  readonly hours: Hours;
  readonly random: RandomSource;
  readonly stamper: Stamper;
  /** Told of every update, in order. */
  readonly emit: (update: OrderUpdate) => void;
}

/** A request that has been taken: its answer, and what follows from it. */
export interface Taken {
  readonly order: FakeOrder;
  /** Carries it out. Called once, before or after the answer is sent. */
  readonly proceed: () => void;
  /** Carries it out after the symbol's next price, or a second later. */
  readonly defer?: () => void;
}

/** Takes orders and moves them from state to state, saying every move on the stream. */
export class OrderDesk {
  readonly parts: DeskParts;
  readonly fills: FakeFill[] = [];
  /** Tries an order at the price of now. The market sets it. */
  match: (order: FakeOrder) => void = () => undefined;
  #sequence = 0;

  constructor(parts: DeskParts) {
    this.parts = parts;
  }

  /** @throws ApiError where the order is refused. */
  submit(request: OrderRequest): Taken {
    const { book, rules, assets, ledger } = this.parts;
    const { terms } = request;
    if (book.byClientId(terms.clientOrderId)) throw malformed('client_order_id must be unique');
    const asset = assets.tradable(terms.symbol);
    checkTerms(request, asset, ledger.last(terms.symbol));
    this.#checkAuctions(terms);
    rules.check(terms, asset);
    const order = this.make(terms);
    this.#addLegs(order, request);
    return { order, proceed: () => this.activate(order) };
  }

  /** Makes an order of the book in its first state. */
  make(terms: OrderTerms, more: { parent?: FakeOrder; replaces?: FakeOrder; status?: OrderStatus } = {}): FakeOrder {
    const { book, random, stamper, hours, rules } = this.parts;
    const now = stamper.next();
    const order: FakeOrder = {
      id: uuid(random),
      terms,
      sequence: this.#sequence++,
      lastSession: hours.lastSession(terms.extendedHours),
      submittedAt: now,
      qty: terms.qty,
      status: more.status ?? (this.#canWork(terms) ? 'pending_new' : 'accepted'),
      filledQty: ZERO,
      filledValue: ZERO,
      updatedAt: now,
      filledAt: undefined,
      canceledAt: undefined,
      expiredAt: undefined,
      failedAt: undefined,
      replacedAt: undefined,
      replacedBy: undefined,
      replaces: more.replaces?.id,
      parent: more.parent,
      legs: [],
      hwm: undefined,
      triggered: false,
      hiddenReads: 0,
      pending: undefined,
    };
    book.add(order);
    rules.hold(order);
    return order;
  }

  /** Lets an order that has been taken work, or has it wait for its hours. */
  activate(order: FakeOrder): void {
    if (order.status === 'accepted') this.emit('accepted', order);
    if (order.status !== 'pending_new') return;
    this.emit('pending_new', order);
    this.release(order);
    this.match(order);
  }

  /** Moves an order to `new`: it works from now on. */
  release(order: FakeOrder): void {
    if (order.terms.type === 'trailing_stop') order.hwm = this.parts.ledger.last(order.terms.symbol);
    this.move(order, 'new', 'new', this.#executionId());
    if (order.terms.orderClass === 'oco') for (const leg of order.legs) if (leg.status === 'held') this.release(leg);
  }

  /** Releases what has waited for the hours that begin now. */
  releaseWaiting(): void {
    for (const order of this.parts.book.open()) if (order.status === 'accepted' && this.#canWork(order.terms)) this.release(order);
  }

  /** @throws ApiError 404 for an unknown order, 422 for one that has ended. */
  cancel(id: string): Taken {
    const order = this.find(id);
    if (isFinal(order)) throw impossible(`order is already in "${order.status}" state`);
    const proceed = (): void => this.cancelNow(order);
    return { order, proceed, defer: () => this.postpone(order, 'pending_cancel', proceed) };
  }

  /** Leaves a working order to the market until its next price, or for a second. */
  postpone(order: FakeOrder, status: 'pending_cancel' | 'pending_replace', task: () => void): void {
    if (order.status !== 'new' && order.status !== 'partially_filled') {
      task();
      return;
    }
    const { clock } = this.parts.hours;
    const once = (): void => {
      if (order.pending !== once) return;
      order.pending = undefined;
      task();
    };
    order.pending = once;
    this.move(order, status, status);
    clock.at(clock.now() + SECOND, once);
  }

  /** Cancels an order and those that go with it. */
  cancelNow(order: FakeOrder): void {
    this.#end(order, 'canceled');
  }

  /** Ends an order of a day that is over, and those that go with it. */
  expire(order: FakeOrder): void {
    this.#end(order, 'expired');
  }

  /** @throws ApiError 404, 422 for what cannot be an id. */
  find(id: string): FakeOrder {
    if (!/^[0-9a-f-]{36}$/i.test(id)) throw malformed('order_id is missing');
    const order = this.parts.book.get(id);
    if (order === undefined) throw notFound(`order not found for ${id}`);
    return order;
  }

  /** Books an execution: at most what is left, of a notional order what its money buys. */
  fill(order: FakeOrder, asked: Decimal | undefined, price: Decimal): void {
    const { ledger, stamper } = this.parts;
    const { symbol, side, notional } = order.terms;
    order.qty ??= notional!.div(price).toDecimalPlaces(9, Decimal.ROUND_DOWN);
    const leaves = leavesOf(order)!;
    const qty = asked === undefined ? leaves : Decimal.min(asked, leaves);
    if (!qty.gt(0)) return;
    ledger.fill(symbol, side, qty, price);
    order.filledQty = order.filledQty.plus(qty);
    order.filledValue = order.filledValue.plus(qty.times(price));
    const complete = order.filledQty.eq(order.qty);
    if (complete) order.status = 'filled';
    else if (order.status === 'new') order.status = 'partially_filled';
    const now = stamper.next();
    order.updatedAt = now;
    order.filledAt = now;
    const executionId = this.#executionId();
    this.#record(order, executionId, now, qty, price);
    this.emit(complete ? 'fill' : 'partial_fill', order, executionId, {
      timestamp: now,
      price: price.toString(),
      qty: qty.toString(),
      position_qty: ledger.held(symbol).toString(),
    });
    this.#afterFill(order, qty, complete);
    if (complete) order.pending?.();
  }

  /** Changes a state and says so. */
  move(order: FakeOrder, status: OrderStatus, event: string, executionId: string | null = null): void {
    order.status = status;
    order.updatedAt = this.parts.stamper.next();
    this.emit(event, order, executionId);
  }

  /** Says something of an order on the stream. */
  emit(event: string, order: FakeOrder, executionId: string | null = null, more: Partial<OrderUpdate> = {}): void {
    this.parts.emit({ event, execution_id: executionId, timestamp: order.updatedAt, order: this.json(order), ...more });
  }

  json(order: FakeOrder, nested = false): Record<string, unknown> {
    return orderJson(order, this.parts.assets.idOf(order.terms.symbol), { nested });
  }

  #canWork(terms: OrderTerms): boolean {
    const { phase } = this.parts.hours;
    if (terms.timeInForce === 'opg') return false;
    return phase === 'regular' || (terms.extendedHours && phase !== 'closed');
  }

  #checkAuctions({ timeInForce }: OrderTerms): void {
    if ((timeInForce === 'opg' || timeInForce === 'cls') && this.parts.hours.auctionShut(timeInForce)) {
      throw impossible(`${timeInForce} orders are not accepted at this time`);
    }
  }

  #addLegs(order: FakeOrder, { takeProfit, stopLoss }: OrderRequest): void {
    const { terms } = order;
    const { orderClass, qty } = terms;
    if (orderClass === 'simple') return;
    const exit = {
      symbol: terms.symbol,
      timeInForce: terms.timeInForce,
      orderClass,
      qty,
      notional: undefined,
      trailPrice: undefined,
      trailPercent: undefined,
      extendedHours: false,
      side: orderClass === 'oco' ? terms.side : terms.side === 'buy' ? 'sell' : 'buy',
    } as const;
    const add = (more: Pick<OrderTerms, 'type' | 'limitPrice' | 'stopPrice'>): void => {
      const leg = this.make({ ...exit, ...more, clientOrderId: uuid(this.parts.random) }, { parent: order, status: 'held' });
      order.legs.push(leg);
    };
    if (takeProfit && orderClass !== 'oco') add({ type: 'limit', limitPrice: takeProfit.limitPrice, stopPrice: undefined });
    if (stopLoss)
      add({ type: stopLoss.limitPrice ? 'stop_limit' : 'stop', limitPrice: stopLoss.limitPrice, stopPrice: stopLoss.stopPrice });
  }

  #afterFill(order: FakeOrder, qty: Decimal, complete: boolean): void {
    const rivals = rivalsOf(order).filter((rival) => !isFinal(rival));
    if (complete) {
      for (const rival of rivals) this.#end(rival, 'canceled');
      for (const leg of order.legs) if (leg.status === 'held') this.release(leg);
      return;
    }
    for (const rival of rivals) {
      rival.qty = rival.qty!.minus(qty);
      this.move(rival, rival.status, 'restated');
    }
  }

  #end(order: FakeOrder, status: 'canceled' | 'expired'): void {
    if (isFinal(order)) return;
    const companions = companionsOf(order);
    order[status === 'canceled' ? 'canceledAt' : 'expiredAt'] = this.parts.stamper.next();
    this.move(order, status, status);
    order.pending?.();
    for (const other of companions) this.#end(other, status);
  }

  #record(order: FakeOrder, executionId: string, now: string, qty: Decimal, price: Decimal): void {
    const { clientOrderId, symbol, side } = order.terms;
    const leaves = leavesOf(order)!;
    this.fills.push({
      id: `${now.replaceAll(/\D/g, '').slice(0, 17)}::${executionId}`,
      executionId,
      transactionTime: now,
      orderId: order.id,
      clientOrderId,
      symbol,
      side,
      qty: qty.toString(),
      price: price.toString(),
      cumQty: order.filledQty.toString(),
      leavesQty: leaves.toString(),
      type: leaves.isZero() ? 'fill' : 'partial_fill',
    });
  }

  #executionId(): string {
    return uuid(this.parts.random);
  }
}

/** Orders that fill at prices as they come. */
export const fillsInSession = (order: FakeOrder): boolean =>
  isWorking(order) && order.terms.timeInForce !== 'opg' && order.terms.timeInForce !== 'cls';

const ZERO = new Decimal(0);
