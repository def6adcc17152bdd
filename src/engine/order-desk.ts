import type { Clock } from '../clock/clock.js';
import { OrderError } from '../core/errors.js';
import type { CancelReason } from '../core/execution.js';
import type { Instrument } from '../core/instrument.js';
import { exactOf, exactToNumber, quantaOf, type DecimalInput, type Exact } from '../core/money.js';
import { Order, type Notional, type OrderId, type OrderPurpose, type OrderWhy, type ParentFill, type Side } from '../core/order.js';
import { isoInstant, type Millis } from '../core/time.js';
import type { Portfolio } from '../portfolio/portfolio.js';
import type { OrderCommand } from '../core/order-command.js';
import type { OrderRequest, RebalanceOptions, TargetOptions, WhyOptions } from '../strategy/requests.js';
import type { OpenOrder, OrderRegistry } from './order-registry.js';

export interface DeskSettings {
  readonly strategy: string;
  readonly strategyIndex: number;
  /** Part of the account's equity that the strategy sizes with. */
  readonly allocation: number;
  /** Part of equity that targets leave as cash. */
  readonly cashBuffer: number;
}

/** How an order is to be filled. */
type Terms = Pick<Order, 'notional' | 'type' | 'limit' | 'stop' | 'timeInForce'>;

const MARKET: Terms = { notional: undefined, type: 'market', limit: undefined, stop: undefined, timeInForce: 'gtc' };

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
  #stepTime: Millis = Number.NaN;
  #sequence = 0;

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
    this.#instruments = parts.instruments;
    this.#indexOf = parts.indexOf;
    this.#portfolio = parts.portfolio;
    this.#registry = parts.registry;
    this.#clock = parts.clock;
    this.#send = parts.send;
    this.#note = parts.note;
  }

  /** Equity that targets are fractions of, before the cash buffer. */
  get equity(): number {
    return this.#portfolio.equity * this.#settings.allocation;
  }

  submit(request: OrderRequest): OrderId {
    const { symbol, side, quantity, notional, limit, stop, timeInForce = 'gtc' } = request;
    const index = this.#indexOf(symbol);
    const instrument = this.#instruments[index]!;
    if (limit !== undefined && stop !== undefined) {
      throw this.#fault('order/type', request, 'both a limit and a stop', 'give a limit or a stop, not both');
    }
    if ((quantity === undefined) === (notional === undefined)) {
      throw this.#fault('order/size', request, 'a quantity and a notional value are given together, or neither is', 'give one of them');
    }
    if (side !== 'buy' && side !== 'sell') throw this.#fault('order/side', request, `side is ${String(side)}`, 'give "buy" or "sell"');
    if (timeInForce !== 'gtc' && timeInForce !== 'day') {
      throw this.#fault('order/time-in-force', request, `timeInForce is ${String(timeInForce)}`, 'give "gtc" or "day"');
    }
    if (quantity !== undefined) this.#positive(request, 'quantity', quantity);
    if (notional !== undefined && notional !== 'max') this.#positive(request, 'notional', notional);
    const lots = quantity === undefined ? 0 : this.#lots(request, quantity, instrument);
    const size: Notional | undefined = notional === undefined || notional === 'max' ? notional : quantaOf(notional);
    const terms: Terms = {
      notional: size,
      type: limit !== undefined ? 'limit' : stop !== undefined ? 'stop' : 'market',
      limit: limit === undefined ? undefined : exactToNumber(this.#positive(request, 'limit', limit)),
      stop: stop === undefined ? undefined : exactToNumber(this.#positive(request, 'stop', stop)),
      timeInForce,
    };
    return this.#make(index, side, lots, terms, 'plain', request);
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

  targetPercent(symbol: string, fraction: number, options: TargetOptions): OrderId | undefined {
    if (!Number.isFinite(fraction)) {
      throw this.#fault(
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
    return this.#target(index, this.#lots({ symbol, side: 'buy' }, quantity, this.#instruments[index]!) - this.#present(index), options);
  }

  rebalance(weights: ReadonlyMap<string, number>, options: RebalanceOptions): void {
    for (const [symbol, weight] of weights) {
      this.#indexOf(symbol);
      if (!Number.isFinite(weight))
        throw this.#fault('order/target', { symbol, side: 'buy' }, `its weight is ${weight}`, 'give finite weights');
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
    let lots = held;
    for (const { order, remaining } of this.#open(index)) {
      if (order.purpose === 'plain' && !isExit(order, held)) lots += order.sign * remaining;
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
    return this.#make(index, side ?? (signedLots > 0 ? 'buy' : 'sell'), Math.abs(signedLots), MARKET, purpose, why);
  }

  #make(index: number, side: Side, lots: number, terms: Terms, purpose: OrderPurpose, why: WhyOptions): OrderId {
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
    });
    this.#registry.add(order);
    this.#note?.(order);
    this.#send({ kind: 'submit', order });
    return order.id;
  }

  /** A quantity in whole lots, rounded toward zero, exactly. */
  #lots(request: Pick<OrderRequest, 'symbol' | 'side'>, quantity: DecimalInput, { lot }: Instrument): number {
    if (typeof quantity === 'number' && Number.isSafeInteger(quantity) && lot.float === 1 && lot.scale === 0) return quantity;
    return wholeLots(this.#decimal(request, 'quantity', quantity, exactOf), lot);
  }

  #positive(request: Pick<OrderRequest, 'symbol' | 'side'>, name: string, value: DecimalInput): Exact {
    const exact = this.#decimal(request, name, value, exactOf);
    if (exact.mantissa > 0n) return exact;
    throw this.#fault(`order/${name}`, request, `${name} is ${String(value)}`, `give a ${name} above 0; the side says the direction`);
  }

  #decimal<T = DecimalInput>(
    request: Pick<OrderRequest, 'symbol' | 'side'>,
    name: string,
    value: DecimalInput,
    read: (value: DecimalInput) => T = (v) => v as T,
  ): T {
    try {
      exactOf(value);
      return read(value);
    } catch (cause) {
      throw this.#fault(`order/${name}`, request, `${name} is ${String(value)}`, `give ${name} as a finite number`, cause);
    }
  }

  #fault(code: string, request: Pick<OrderRequest, 'symbol' | 'side'>, what: string, hint: string, cause?: unknown): OrderError {
    const time = isoInstant(this.#clock.now());
    return new OrderError(`${this.#settings.strategy}: ${request.side} order for ${request.symbol} at ${time}: ${what}`, {
      code,
      context: { strategy: this.#settings.strategy, ...request, time },
      hint,
      cause,
    });
  }
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

function wholeLots(quantity: Exact, step: Exact): number {
  const scale = Math.max(quantity.scale, step.scale);
  return Number((quantity.mantissa * 10n ** BigInt(scale - quantity.scale)) / (step.mantissa * 10n ** BigInt(scale - step.scale)));
}
