import type { Clock } from '../clock/clock.js';
import type { CancelReason } from '../core/execution.js';
import type { Instrument } from '../core/instrument.js';
import type { DecimalInput } from '../core/money.js';
import {
  Order,
  type OrderExtras,
  type OrderId,
  type OrderPurpose,
  type OrderWhy,
  type ParentFill,
  type Side,
  type TimeInForce,
} from '../core/order.js';
import type { Millis } from '../core/time.js';
import type { Portfolio } from '../portfolio/portfolio.js';
import type { OrderCommand } from '../core/order-command.js';
import type {
  OcoIds,
  OcoRequest,
  OrderChanges,
  OrderRequest,
  RebalanceOptions,
  StopLoss,
  TargetOptions,
  WhyOptions,
} from '../strategy/requests.js';
import type { OpenOrder, OrderRegistry } from './order-registry.js';
import { changedTerms, lifeOf, MARKET, stopLossOf, termsOf, type MarketLife, type OrderTerms } from './order-terms.js';
import { RequestReader } from './request-reader.js';

export interface DeskSettings {
  readonly strategy: string;
  readonly strategyIndex: number;
  /** Part of the account's equity that the strategy sizes with, unless it has a sub-account. */
  readonly allocation: number;
  /** Part of equity that targets leave as cash. */
  readonly cashBuffer: number;
  /** Life of market orders that do not say theirs. */
  readonly marketOrders: MarketLife;
}

/** Tag of the orders that a margin call sends. */
const MARGIN_CALL = 'margin-call';

/** Turns what one strategy asks for into orders: checks, lots, targets, the cancels that a target implies. */
export class OrderDesk {
  readonly #settings: DeskSettings;
  readonly #instruments: readonly Instrument[];
  readonly #indexOf: (symbol: string) => number;
  readonly #portfolio: Portfolio;
  readonly #registry: OrderRegistry;
  readonly #clock: Clock;
  readonly #send: (command: OrderCommand) => void;
  readonly #note: ((order: Order) => void) | undefined;
  readonly #read: RequestReader;
  /** Of targets and `close`. */
  readonly #marketTerms: OrderTerms;
  #stepTime: Millis = Number.NaN;
  #sequence = 0;

  /** True where a strategy is only to see, while its orders are taken from a journal: what it asks for is made and not sent. */
  muted = false;

  /** The fill whose handler is running, if one is. Set by the engine. */
  parentFill: ParentFill | undefined;

  constructor(
    settings: DeskSettings,
    parts: {
      readonly instruments: readonly Instrument[];
      readonly indexOf: (symbol: string) => number;
      readonly portfolio: Portfolio;
      readonly registry: OrderRegistry;
      readonly clock: Clock;
      readonly send: (command: OrderCommand) => void;
      /** Called with each new order before it is sent: for the record of decisions. */
      readonly note?: ((order: Order) => void) | undefined;
    },
  ) {
    this.#settings = settings;
    this.#marketTerms = settings.marketOrders === MARKET.timeInForce ? MARKET : { ...MARKET, timeInForce: settings.marketOrders };
    this.#instruments = parts.instruments;
    this.#indexOf = parts.indexOf;
    this.#portfolio = parts.portfolio;
    this.#registry = parts.registry;
    this.#clock = parts.clock;
    this.#send = parts.send;
    this.#note = parts.note;
    this.#read = new RequestReader(settings.strategy, () => parts.clock.now());
  }

  /** Equity that targets are fractions of, before the cash buffer. */
  get equity(): number {
    const { subAccounts } = this.#portfolio;
    const { allocation, strategyIndex } = this.#settings;
    return subAccounts === undefined ? this.#portfolio.equity * allocation : subAccounts[strategyIndex]!.equity;
  }

  submit(asked: OrderRequest): OrderId {
    const { marketOrders } = this.#settings;
    const isCommon = asked.timeInForce !== undefined || marketOrders === MARKET.timeInForce;
    const request = isCommon ? asked : { ...asked, timeInForce: lifeOf(asked, marketOrders) };
    const { symbol, side, quantity, takeProfit, stopLoss } = request;
    const index = this.#indexOf(symbol);
    const instrument = this.#instruments[index]!;
    const terms = termsOf(request, instrument.calendar, this.#read);
    const lots = quantity === undefined ? 0 : this.#read.lots(request, quantity, instrument);
    const order = this.#order(index, side, lots, terms, 'plain', request);
    if (takeProfit === undefined && stopLoss === undefined) this.#send({ kind: 'submit', order });
    else {
      const exit = {
        symbol,
        side: side === 'buy' ? ('sell' as const) : ('buy' as const),
        timeInForce: legLife(terms.timeInForce),
        why: request,
      };
      this.#send({ kind: 'submit', order, group: this.#legs({ ...exit, takeProfit, stopLoss }, index, lots, order.id) });
    }
    return order.id;
  }

  /** Two orders of which one ends the other. */
  oco(request: OcoRequest): OcoIds {
    const index = this.#indexOf(request.symbol);
    const lots = this.#read.lots(request, request.quantity, this.#instruments[index]!);
    termsOf({ symbol: request.symbol, side: request.side, quantity: request.quantity }, this.#instruments[index]!.calendar, this.#read);
    const [takeProfit, stopLoss] = this.#legs({ ...request, timeInForce: request.timeInForce, why: request }, index, lots, undefined);
    this.#send({ kind: 'submit', order: takeProfit!, group: [stopLoss!] });
    return { takeProfit: takeProfit!.id, stopLoss: stopLoss!.id };
  }

  /**
   * Sends an order in the place of a working one.
   * @throws OrderError when the order has ended, or a change is not one of its type.
   */
  replace(id: OrderId, changes: OrderChanges): OrderId {
    const open = this.#registry.find(id);
    if (open === undefined || open.order.strategyIndex !== this.#settings.strategyIndex) {
      throw this.#read.fault(
        'order/not-open',
        { symbol: '?', side: 'buy' },
        `order ${id} is not open and cannot be replaced`,
        'look at workingOrders() first',
      );
    }
    const { order, lots: total } = open;
    const { quantity } = changes;
    const subject = { symbol: order.symbol, side: order.side };
    if (order.notional !== undefined) {
      throw this.#read.fault('order/replace', subject, 'an order sized by its value cannot be replaced', 'cancel it and send another');
    }
    if (quantity !== undefined) this.#read.positive(subject, 'quantity', quantity);
    // A replacement of this very step still counts what the order before it has filled.
    const before =
      open.status === 'pending' && order.extras?.replaces !== undefined ? this.#registry.find(order.extras.replaces) : undefined;
    const lots =
      quantity === undefined ? Math.max(0, total - (before?.filledLots ?? 0)) : this.#read.lots(subject, quantity, order.instrument);
    const terms = changedTerms(order, changes, this.#read);
    const replacement = this.#order(
      order.instrumentIndex,
      order.side,
      lots,
      { ...terms, extras: { ...terms.extras, replaces: id } },
      order.purpose,
      { ...order.why, ...(order.tag !== undefined && { tag: order.tag }) } as WhyOptions,
    );
    this.#send({ kind: 'replace', id, order: replacement });
    return replacement.id;
  }

  cancel(id: OrderId, reason: CancelReason = 'requested'): void {
    this.#send({ kind: 'cancel', id, reason });
  }

  cancelAll(symbol?: string): void {
    const { strategyIndex } = this.#settings;
    const open = symbol === undefined ? this.#registry.allOpen(strategyIndex) : this.#registry.openOf(strategyIndex, this.#indexOf(symbol));
    for (const record of open) this.cancel(record.order.id);
  }

  close(symbol: string, options: TargetOptions): OrderId | undefined {
    const index = this.#indexOf(symbol);
    const held = this.#held(index);
    for (const record of this.#open(index)) {
      if (record.order.purpose !== 'plain' || isExit(record.order, held)) this.cancel(record.order.id, 'closing-position');
    }
    return held === 0 ? undefined : this.#market(index, -held, 'close', options);
  }

  /** Closes a position without a word of the strategy: because the account must, or because the run ends. */
  liquidate(index: number, tag: string = MARGIN_CALL): void {
    const held = this.#held(index);
    if (held !== 0) this.#market(index, -held, 'close', { tag });
  }

  /** Makes an order for a position that comes from outside. It is not sent: whoever calls says that it has filled. */
  adopt(index: number, signedLots: number): Order {
    return this.#order(index, signedLots > 0 ? 'buy' : 'sell', Math.abs(signedLots), MARKET, 'plain', { tag: 'adopted' });
  }

  /** Takes an order of a journal back. The next ones of its step count on from it. */
  restore(order: Order): void {
    if (order.decidedAt !== this.#stepTime) this.#sequence = 0;
    this.#stepTime = order.decidedAt;
    this.#sequence = Math.max(this.#sequence, order.sequence);
    this.#registry.add(order);
    this.#note?.(order);
  }

  /** True while orders of a margin call are working. */
  get isLiquidating(): boolean {
    return this.#registry.allOpen(this.#settings.strategyIndex).some(({ order }) => order.tag === MARGIN_CALL);
  }

  targetPercent(symbol: string, fraction: number, options: TargetOptions): OrderId | undefined {
    if (!Number.isFinite(fraction)) {
      throw this.#read.fault(
        'order/target',
        { symbol, side: 'buy' },
        `the target is ${fraction} of equity`,
        'give a finite fraction: 1 is all of equity, 0 none',
      );
    }
    return this.#towards(this.#indexOf(symbol), fraction, options);
  }

  targetQuantity(symbol: string, quantity: DecimalInput, options: TargetOptions): OrderId | undefined {
    const index = this.#indexOf(symbol);
    return this.#target(
      index,
      this.#read.lots({ symbol, side: 'buy' }, quantity, this.#instruments[index]!) - this.#present(index),
      options,
    );
  }

  rebalance(weights: ReadonlyMap<string, number>, options: RebalanceOptions): void {
    for (const [symbol, weight] of weights) {
      this.#indexOf(symbol);
      if (!Number.isFinite(weight))
        throw this.#read.fault('order/target', { symbol, side: 'buy' }, `its weight is ${weight}`, 'give finite weights');
    }
    if (options.closeOthers !== false) {
      this.#instruments.forEach((instrument, index) => {
        if (!weights.has(instrument.symbol) && (this.#held(index) !== 0 || this.#open(index).length > 0))
          this.close(instrument.symbol, options);
      });
    }
    // Sales first: what they bring is counted when the purchases are accepted.
    const targets = [...weights].map(([symbol, weight]) => ({ index: this.#indexOf(symbol), weight }));
    const isSale = targets.map(({ index, weight }) => this.#deltaTowards(index, weight) * this.#held(index) < 0);
    for (const sales of [true, false]) {
      targets.forEach(({ index, weight }, i) => {
        if (isSale[i] === sales) this.#towards(index, weight, options);
      });
    }
  }

  /** Sends what brings an instrument to a fraction of equity. */
  #towards(index: number, fraction: number, why: WhyOptions): OrderId | undefined {
    const delta = this.#deltaTowards(index, fraction);
    // Without a price there is nothing to size with: the broker's refusal says so.
    if (Number.isNaN(delta)) return this.#market(index, 0, 'target', why, fraction > 0 ? 'buy' : 'sell');
    return this.#target(index, delta, why);
  }

  /** Lots from what is present to a fraction of equity, rounded toward zero; NaN before the instrument's first price. */
  #deltaTowards(index: number, fraction: number): number {
    const present = this.#present(index);
    if (fraction === 0) return -present;
    const perLot = this.#portfolio.mark(index) * this.#instruments[index]!.unitSize;
    const wanted = fraction * (this.equity * (1 - this.#settings.cashBuffer));
    return Math.trunc((wanted - present * perLot) / perLot);
  }

  #held(index: number): number {
    return this.#portfolio.strategyLots(this.#settings.strategyIndex, index);
  }

  #open(index: number): readonly OpenOrder[] {
    return this.#registry.openOf(this.#settings.strategyIndex, index);
  }

  /** Lots held plus lots on their way, leaving out exits and the targets that a new target replaces. */
  #present(index: number): number {
    const held = this.#held(index);
    const open = this.#open(index);
    let lots = held;
    for (const { order, remaining } of open) {
      if (order.purpose !== 'plain' || isExit(order, held)) continue;
      lots += order.sign * remaining;
      // With latency both work for a while; only one of them can fill these lots.
      const replaced = order.extras?.replaces;
      const old = replaced === undefined ? undefined : open.find((each) => each.order.id === replaced);
      if (old !== undefined && !isExit(old.order, held)) lots -= old.order.sign * old.remaining;
    }
    return lots;
  }

  #target(index: number, delta: number, why: WhyOptions): OrderId | undefined {
    for (const { order } of this.#open(index)) {
      if (order.purpose !== 'plain') this.cancel(order.id, 'replaced-by-target');
    }
    return delta === 0 ? undefined : this.#market(index, delta, 'target', why);
  }

  #market(index: number, signedLots: number, purpose: OrderPurpose, why: WhyOptions, side?: Side): OrderId {
    const order = this.#order(index, side ?? (signedLots > 0 ? 'buy' : 'sell'), Math.abs(signedLots), this.#marketTerms, purpose, why);
    this.#send({ kind: 'submit', order });
    return order.id;
  }

  /** The orders of a pair, or one of them: a limit, then a stop. With a parent they are its legs. */
  #legs(request: LegRequest, index: number, lots: number, parent: OrderId | undefined): Order[] {
    const { takeProfit, stopLoss, why, timeInForce = 'gtc' } = request;
    const first = this.#registry.nextId;
    const paired = takeProfit !== undefined && stopLoss !== undefined;
    const extras = (sibling: number): OrderExtras => ({
      ...(parent !== undefined && { parent }),
      ...(paired && { sibling: sibling as OrderId }),
    });
    const legs: Order[] = [];
    if (takeProfit !== undefined) {
      const limit = this.#read.price(request, 'takeProfit', takeProfit);
      const terms: OrderTerms = { ...MARKET, type: 'limit', limit, timeInForce, extras: extras(first + 1) };
      legs.push(this.#order(index, request.side, lots, terms, 'plain', why));
    }
    if (stopLoss !== undefined) {
      const { stop, limit } = stopLossOf(stopLoss);
      const terms: OrderTerms = {
        ...MARKET,
        type: limit === undefined ? 'stop' : 'stop-limit',
        stop: this.#read.price(request, 'stopLoss', stop),
        limit: limit === undefined ? undefined : this.#read.price(request, 'stopLoss limit', limit),
        timeInForce,
        extras: extras(first),
      };
      legs.push(this.#order(index, request.side, lots, terms, 'plain', why));
    }
    return legs;
  }

  /** Makes an order and notes it; whoever calls sends it. */
  #order(index: number, side: Side, lots: number, terms: OrderTerms, purpose: OrderPurpose, why: WhyOptions): Order {
    const now = this.#clock.now();
    if (now !== this.#stepTime) {
      this.#stepTime = now;
      this.#sequence = 0;
    }
    const order = new Order({
      id: this.#registry.nextId,
      strategy: this.#settings.strategy,
      strategyIndex: this.#settings.strategyIndex,
      instrument: this.#instruments[index]!,
      instrumentIndex: index,
      side,
      type: terms.type,
      lots,
      notional: terms.notional,
      limit: terms.limit,
      stop: terms.stop,
      timeInForce: terms.timeInForce,
      purpose,
      tag: why.tag,
      why: whyOf(why),
      decidedAt: now,
      sequence: ++this.#sequence,
      afterFill: this.parentFill,
      extras: terms.extras,
    });
    if (this.muted) return order;
    this.#registry.add(order);
    this.#note?.(order);
    return order;
  }
}

interface LegRequest {
  readonly symbol: string;
  readonly side: Side;
  readonly takeProfit?: DecimalInput | undefined;
  readonly stopLoss?: DecimalInput | StopLoss | undefined;
  readonly timeInForce: TimeInForce | undefined;
  readonly why: WhyOptions;
}

function legLife(life: TimeInForce): 'day' | 'gtc' {
  return life === 'day' ? 'day' : 'gtc';
}

/** Sentence and figures of an order, as they are now: the strategy may go on to change its object. */
function whyOf({ because, signals }: WhyOptions): OrderWhy | undefined {
  if (because === undefined && signals === undefined) return undefined;
  return { because, signals: signals && Object.freeze({ ...signals }) };
}

/** A limit or stop order that would make the position smaller. */
function isExit(order: Order, held: number): boolean {
  return order.type !== 'market' && held * order.sign < 0;
}
