import type { CancelReason } from '../../src/core/execution.js';
import type { Fill } from '../../src/core/fill.js';
import { valueOfLots } from '../../src/core/money.js';
import { addQuanta, subtractQuanta, type Quanta } from '../../src/core/quanta.js';
import type { ApprovedOrder, Notional, ParentFill } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';

/** Until when an order may work. */
export interface Lifetime {
  /** Instant with which it ends; Infinity without one. */
  readonly expiresAt: Millis;
  /** The auction it takes part in; NaN for orders that are not for an auction. */
  readonly auctionAt: Millis;
}

/** An accepted order while it works. The broker's own, mutable view of it. */
export class WorkingOrder {
  order: ApprovedOrder;
  filledLots = 0;
  /** Value of what has filled. */
  filledValue: Quanta = 0;
  /** What its legs answer when it ends. */
  lastFill: Fill | undefined;
  /** True once a stop has been reached: from then on the rest is a market order, or a limit. */
  triggered = false;
  /** True while a stop-limit stands at the price that has reached it. */
  reaching = false;
  /** Row of the bar by whose open a stop-limit was reached. */
  reachedRow = -1;
  /** True where the order of high and low decided its present fill. */
  pathTag = false;
  /** True once the order has come to its end. */
  ended = false;
  /** Effect on buying power that acceptance has put aside: below 0 for money needed, above 0 for money to come. */
  impact = 0;
  /** True while the slice during which it was accepted is still in hand. */
  arrival: boolean;
  /** The best price since its acceptance, which a trailing stop follows. */
  extreme = Number.NaN;
  /** True once the first open that it may use is over: a limit rests from then on. */
  rests = false;
  /** Row of the bar on which a moved price went beyond its limit. */
  refusedRow = -1;
  /** True once a fill-or-kill order has been found to fit as a whole. */
  fitsWhole = false;
  /** From when on a cancel is effective, and its reason. */
  cancelAt: Millis = Infinity;
  cancelReason: CancelReason = 'requested';
  /** The order that is on its way to take this one's place. */
  replacement: WorkingOrder | undefined;
  /** False for lives and hours that need a closer look than the time of acceptance. */
  plain: boolean;
  readonly #lifetime: Lifetime;
  /** Lots asked for; `undefined` for a notional order until it is cut. */
  #lots: number | undefined;
  /** What a notional order may still spend. */
  #notional: Notional | undefined;

  constructor(
    order: ApprovedOrder,
    /** Acceptance sequence: the last tie-break. */
    readonly sequence: number,
    /** From when on it works. */
    readonly acceptedAt: Millis,
    lifetime: Lifetime,
    arrival: boolean,
    /** The fill that it answers. */
    readonly after: ParentFill | undefined,
  ) {
    this.order = order;
    this.#lifetime = lifetime;
    this.arrival = arrival;
    const { timeInForce, extras } = order;
    this.plain = (timeInForce === 'gtc' || timeInForce === 'day') && (extras === undefined || extras.extendedHours !== true);
    this.#lots = order.notional === undefined ? order.lots : undefined;
    this.#notional = order.notional;
  }

  get expiresAt(): Millis {
    return this.#lifetime.expiresAt;
  }
  get auctionAt(): Millis {
    return this.#lifetime.auctionAt;
  }

  /** Lots asked for in all, Infinity for an order sized by its value. */
  get lots(): number {
    return this.#lots ?? Infinity;
  }

  /** Lots still to fill at a price; Infinity for an order that takes all buying power. */
  leftAt(price: number): number {
    if (this.#lots !== undefined) return this.#lots - this.filledLots;
    if (this.#notional === undefined || this.#notional === 'max') return Infinity;
    return Number(BigInt(this.#notional) / BigInt(valueOfLots(price, 1, this.order.instrument.unit, 'up')));
  }

  /** Lowers the order's size to `lots` in all. */
  cutTo(lots: number): void {
    this.#lots = lots;
  }

  /** Takes the order as a corporate action has left it. */
  adjust(order: ApprovedOrder, filledLots: number, extreme: number): void {
    this.order = order;
    this.filledLots = filledLots;
    this.extreme = extreme;
    if (this.#lots !== undefined) this.#lots = order.lots;
  }

  /** Notes a fill. */
  take(lots: number, value: Quanta): void {
    this.filledLots += lots;
    this.filledValue = addQuanta(this.filledValue, value);
    if (this.#notional !== undefined && this.#notional !== 'max') this.#notional = subtractQuanta(this.#notional, value);
  }

  /** True for an order that needs a look after the open, or at the close. */
  get isSpecial(): boolean {
    const { timeInForce, type } = this.order;
    return type === 'trailing-stop' || (timeInForce !== 'gtc' && timeInForce !== 'day' && timeInForce !== 'gtd');
  }

  /** True for an order that waits for a stop: a stop, a trailing stop, a stop-limit that has not been reached. */
  get isStop(): boolean {
    const { type } = this.order;
    return type === 'stop' || type === 'trailing-stop' || (type === 'stop-limit' && !this.triggered);
  }
}
