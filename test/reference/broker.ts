import { ReferenceBook, type ReferenceOrder } from './book.js';
import { atOpen, onGuessedPath, onLeg, within, type Offer } from './prices.js';
import type {
  ReferenceEnd,
  ReferenceFill,
  ReferenceResult,
  Scenario,
  ScenarioBar,
  ScenarioCommand,
  ScenarioOrder,
  ScenarioPair,
} from './scenario.js';

const OPEN_CUTOFF = 2 * 60_000;
const CLOSE_CUTOFF = 10 * 60_000;

/**
 * The rules of `docs/execution.md`, written down once more in the plainest way: one bar after the other, one order after the
 * other. It is slow, keeps everything, and shares nothing with the broker that it is compared with.
 */
export function referenceRun(scenario: Scenario): ReferenceResult {
  return new ReferenceBroker(scenario).run();
}

class ReferenceBroker {
  readonly #scenario: Scenario;
  readonly #book: ReferenceBook;
  readonly #orders: ReferenceOrder[] = [];
  readonly #byName = new Map<string, ReferenceOrder>();
  readonly #fills: ReferenceFill[] = [];
  readonly #marks: number[];
  readonly #left: number[] = [];
  #place = 0;
  #session = 0;
  /** Instant of what happens: the open, or the close for everything after it. */
  #now = 0;
  #dividends: { readonly session: number; readonly amount: bigint }[] = [];

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#book = new ReferenceBook(scenario);
    this.#marks = scenario.bars.map(() => Number.NaN);
  }

  run(): ReferenceResult {
    const { sessions, commands } = this.#scenario;
    for (this.#session = 0; this.#session < sessions.length; this.#session++) {
      this.#actions();
      this.#offer();
      this.#now = this.#times.open;
      this.#openPoint();
      this.#now = this.#times.close;
      this.#path();
      this.#closePoint();
      this.#endBar();
      for (const command of commands[this.#session] ?? []) this.#execute(command);
    }
    this.#session = sessions.length - 1;
    for (const order of this.#working()) if (order.state === 'working') this.#end(order, 'expired', 'end-of-data');
    // The end of an entry may have put its legs to work.
    for (const order of this.#working()) if (order.state === 'working') this.#end(order, 'expired', 'end-of-data');
    const ends: Record<string, ReferenceEnd> = {};
    for (const { name, status, reason } of this.#orders) {
      // In shares of the time of each fill.
      const filled = this.#fills.filter(({ order }) => order === name).reduce((sum, { shares }) => sum + shares, 0);
      ends[name] = { status: status as ReferenceEnd['status'], reason, filled };
    }
    return { fills: this.#fills, ends, cash: this.#book.cash, positions: this.#book.positions };
  }

  get #times(): { readonly open: number; readonly close: number } {
    return this.#scenario.sessions[this.#session]!;
  }

  #bar(instrument: number): ScenarioBar {
    return this.#scenario.bars[instrument]![this.#session]!;
  }

  #working(): ReferenceOrder[] {
    return this.#orders.filter(({ state }) => state === 'working').sort((a, b) => a.place - b.place);
  }

  // Before the open

  #actions(): void {
    for (const due of this.#dividends.filter(({ session }) => session === this.#session)) this.#book.cash += due.amount;
    this.#dividends = this.#dividends.filter(({ session }) => session !== this.#session);
    const today = this.#scenario.actions.filter(({ session }) => session === this.#session);
    for (const action of today) {
      if (action.kind !== 'split') continue;
      const { instrument, numerator, denominator } = action;
      const held = this.#book.positions[instrument]!;
      const exact = held * numerator;
      const whole = Math.trunc(exact / denominator);
      // The fraction of a new share, at the mark in new shares: mark × denominator / numerator.
      const fraction = exact - whole * denominator;
      const paid = (BigInt(fraction) * BigInt(Math.round(this.#marks[instrument]!)) * 1_000_000n) / BigInt(numerator);
      this.#book.cash +=
        fraction >= 0 || paid * BigInt(numerator) === BigInt(fraction) * BigInt(Math.round(this.#marks[instrument]!)) * 1_000_000n
          ? paid
          : paid - 1n;
      this.#book.positions[instrument] = whole;
      this.#marks[instrument] = (this.#marks[instrument]! * denominator) / numerator;
      // Legs that wait first: an entry of which nothing is left hands them on as they are.
      const waiting = this.#orders.filter((order) => order.instrument === instrument && order.state === 'held');
      const working = this.#working().filter((order) => order.instrument === instrument);
      for (const order of [...waiting, ...working]) if (order.state !== 'ended') this.#split(order, numerator, denominator);
    }
    for (const action of today) {
      if (action.kind !== 'dividend') continue;
      const amount = BigInt(this.#book.positions[action.instrument]!) * BigInt(action.cents) * 1_000_000n;
      if (action.paid === undefined) this.#book.cash += amount;
      else this.#dividends.push({ session: action.paid, amount });
    }
  }

  #split(order: ReferenceOrder, numerator: number, denominator: number): void {
    const left = Math.trunc(((order.total - order.filled) * numerator) / denominator);
    order.filled = Math.trunc((order.filled * numerator) / denominator);
    const down = (price: number): number => Math.floor((price * denominator) / numerator);
    const up = (price: number): number => Math.ceil((price * denominator) / numerator);
    const [limit, stop] = order.side === 'buy' ? [down, up] : [up, down];
    if (order.limit !== undefined) order.limit = limit(order.limit);
    if (order.stop !== undefined) order.stop = stop(order.stop);
    if (order.trailAmount !== undefined) order.trailAmount = up(order.trailAmount);
    order.extreme = (order.extreme * denominator) / numerator;
    order.total = order.filled + left;
    if (left === 0) this.#end(order, 'canceled', 'split');
  }

  #offer(): void {
    const { bars, volumePercent } = this.#scenario;
    for (const instrument of bars.keys()) {
      const { volume } = this.#bar(instrument);
      this.#left[instrument] = volume === 0 ? 0 : volumePercent === 0 ? Infinity : Math.floor((volume * volumePercent) / 100 + 1e-9);
    }
  }

  // The open

  #openPoint(): void {
    const { open } = this.#times;
    const offers = new Map<ReferenceOrder, Extract<Offer, { kind: 'fill' }>>();
    for (const order of this.#working()) {
      if (order.acceptedAt > open || order.life === 'cls' || (order.life === 'opg' && this.#auction(order) !== this.#session)) continue;
      order.firstOpen ??= this.#session;
      const offer = atOpen(order, this.#bar(order.instrument).open, order.firstOpen === this.#session);
      if (offer?.kind === 'reached') order.reached = true;
      if (offer?.kind === 'fill') {
        if (order.type === 'stop' || order.type === 'trailing-stop' || order.type === 'stop-limit') order.reached = true;
        offers.set(order, offer);
      }
    }
    this.#twoPasses([...offers.keys()], (order) => offers.get(order)!, 'open');
    for (const order of this.#working()) {
      if (order.type === 'trailing-stop' && order.acceptedAt <= open) this.#extend(order, this.#bar(order.instrument).open);
      if (order.firstOpen !== this.#session) continue;
      if (order.life === 'ioc' || order.life === 'fok') this.#end(order, 'canceled', 'not-filled-at-once');
      if (order.life === 'opg') this.#end(order, 'expired', 'auction-over');
    }
  }

  /** The auction that an order takes part in: number of its session. */
  #auction({ life, acceptedAt }: ReferenceOrder): number {
    const { sessions } = this.#scenario;
    if (life === 'opg') return sessions.findIndex(({ open }) => open - acceptedAt >= OPEN_CUTOFF);
    return sessions.findIndex(({ close }) => close - acceptedAt >= CLOSE_CUTOFF);
  }

  /** First what reduces a position, then what opens one; in both, one order after the other. */
  #twoPasses(
    orders: readonly ReferenceOrder[],
    offerOf: (order: ReferenceOrder) => Extract<Offer, { kind: 'fill' }>,
    point: ReferenceFill['point'],
  ): void {
    for (const pass of ['reduce', 'open'] as const) {
      for (const order of orders) {
        if (order.state !== 'working') continue;
        if (order.life === 'fok' && !this.#fitsWhole(order, pass)) continue;
        const { price, taken } = offerOf(order);
        this.#take(order, price, taken, point, pass);
      }
    }
  }

  /** A fill-or-kill order fills in the pass of its last part, when the volume left takes all of it. */
  #fitsWhole(order: ReferenceOrder, pass: 'reduce' | 'open'): boolean {
    if (this.#opens(order) > 0 && (pass === 'reduce' || (order.side === 'sell' && !this.#scenario.shortSales))) return false;
    return order.total - order.filled <= this.#left[order.instrument]!;
  }

  /** Fills what reduces, and in the second pass what opens too. */
  #take(order: ReferenceOrder, price: number, taken: boolean, point: ReferenceFill['point'], pass: 'reduce' | 'open'): void {
    const moved = taken ? this.#moved(order, price) : price;
    if (order.limit !== undefined && !within(order, order.limit, moved)) {
      order.blocked = this.#session;
      return;
    }
    const most = (): number => Math.min(order.total - order.filled, this.#left[order.instrument]!);
    const reducing = this.#book.reducing(order, most());
    if (reducing > 0) this.#fill(order, reducing, moved, point);
    if (pass === 'reduce' || order.state !== 'working') return;
    const opening = most();
    if (opening <= 0) return;
    if (order.side === 'sell' && !this.#scenario.shortSales) {
      this.#end(order, 'canceled', 'shorting-not-allowed');
      return;
    }
    this.#fill(order, opening, moved, point);
  }

  /** The price with slippage, against the trader, in whole cents. */
  #moved({ side }: ReferenceOrder, price: number): number {
    const { slippage } = this.#scenario;
    if (slippage === 0) return price;
    const parts = price * (side === 'buy' ? 10_000 + slippage : 10_000 - slippage);
    return side === 'buy' ? Math.ceil(parts / 10_000) : Math.max(1, Math.floor(parts / 10_000));
  }

  #fill(order: ReferenceOrder, shares: number, price: number, point: ReferenceFill['point']): void {
    this.#book.fill(order, shares, price);
    order.filled += shares;
    this.#left[order.instrument]! -= shares;
    this.#fills.push({ order: order.name, shares, price, point });
    const { open, close } = this.#times;
    order.last = { session: this.#session, point, price, at: point === 'open' ? open : close };
    const { sibling } = order;
    if (sibling !== undefined && sibling.state === 'working') {
      sibling.total -= shares;
      if (sibling.total - sibling.filled <= 0) {
        order.sibling = undefined;
        sibling.sibling = undefined;
        this.#end(sibling, 'canceled', 'sibling-ended');
      }
    }
    if (order.total === order.filled) this.#end(order, 'filled', '');
  }

  // The path

  #path(): void {
    const { policy, bars } = this.#scenario;
    const guessed = policy === 'pessimistic' || policy === 'optimistic';
    if (!guessed) for (const instrument of bars.keys()) this.#walk(instrument);
    else this.#guess(policy === 'optimistic');
  }

  /** Orders that were there before the bar, and may use its path. */
  #resting(): ReferenceOrder[] {
    return this.#working().filter(
      (order) =>
        order.acceptedAt <= this.#times.open &&
        order.answers?.session !== this.#session &&
        !['opg', 'cls', 'ioc', 'fok'].includes(order.life) &&
        order.blocked !== this.#session,
    );
  }

  #guess(optimistic: boolean): void {
    const tried = new Set<ReferenceOrder>();
    const serve = (orders: readonly ReferenceOrder[], marketOf: (order: ReferenceOrder) => number | undefined): void => {
      const offers = new Map<ReferenceOrder, Extract<Offer, { kind: 'fill' }>>();
      for (const order of orders) {
        tried.add(order);
        const isStop = order.type !== 'limit' && !(order.type === 'stop-limit' && order.reached);
        const offer = onGuessedPath(order, this.#bar(order.instrument), optimistic, marketOf(order));
        if (offer?.kind === 'reached') order.reached = true;
        if (offer?.kind === 'fill') {
          offers.set(order, offer);
          if (isStop) order.reached = true;
        }
        rank.set(order, isStop === optimistic ? 1 : 0);
      }
      const sorted = [...offers.keys()].sort((a, b) => rank.get(a)! - rank.get(b)! || a.place - b.place);
      this.#twoPasses(sorted, (order) => offers.get(order)!, 'path');
    };
    const rank = new Map<ReferenceOrder, number>();
    serve(this.#resting(), () => undefined);
    for (;;) {
      const answers = this.#working().filter((order) => !tried.has(order) && this.#mayAnswer(order, optimistic));
      if (answers.length === 0) return;
      serve(answers, ({ answers: answered }) => answered!.market);
    }
  }

  /** Orders that were sent in answer to a fill of this slice, and what is left of the bar for them. */
  #mayAnswer(order: ReferenceOrder, optimistic: boolean): boolean {
    const { answers } = order;
    if (answers === undefined || answers.session !== this.#session) return false;
    if (answers.point === 'open') return true;
    if (answers.point === 'close') return false;
    const isLimit = order.type === 'limit';
    return isLimit === optimistic;
  }

  /** One path for all orders of an instrument. */
  #walk(instrument: number): void {
    const { open, high, low, close } = this.#bar(instrument);
    const highFirst = this.#scenario.policy === 'ohlc' || (this.#scenario.policy === 'nearest' && high - open < open - low);
    const orders = this.#resting().filter((order) => order.instrument === instrument);
    const tried = new Map<ReferenceOrder, number>();
    const joined = new Set(orders);
    const join = (): void => {
      for (const order of this.#working()) {
        if (order.instrument !== instrument || joined.has(order) || order.answers?.session !== this.#session) continue;
        if (order.answers.point === 'close') continue;
        joined.add(order);
        orders.push(order);
      }
    };
    join();
    let at = open;
    for (const end of highFirst ? [high, low, close] : [low, high, close]) {
      for (;;) {
        const rising = end >= at;
        const next = orders
          .filter((order) => order.state === 'working' && order.blocked !== this.#session)
          .filter((order) => (tried.get(order) ?? 0) < (order.type === 'stop-limit' && order.reached ? 2 : 1))
          .map((order) => ({ order, price: this.#onLeg(order, at, end) }))
          .filter((one): one is { order: ReferenceOrder; price: number } => one.price !== undefined)
          .sort(
            (a, b) =>
              (rising ? a.price - b.price : b.price - a.price) ||
              Number(this.#book.reducing(b.order, 1) > 0) - Number(this.#book.reducing(a.order, 1) > 0) ||
              a.order.place - b.order.place,
          )[0];
        if (next === undefined) break;
        this.#moveTrails(orders, at, next.price);
        at = next.price;
        this.#walkedFill(next.order, at, tried);
        join();
      }
      this.#moveTrails(orders, at, end);
      at = end;
    }
  }

  #onLeg(order: ReferenceOrder, at: number, end: number): number | undefined {
    return onLeg(order, at, end);
  }

  #walkedFill(order: ReferenceOrder, at: number, tried: Map<ReferenceOrder, number>): void {
    const asLimit = order.type === 'limit' || (order.type === 'stop-limit' && order.reached);
    if (order.type === 'stop-limit' && !order.reached) {
      order.reached = true;
      tried.set(order, 1);
      if (!within(order, order.limit!, at)) return;
      this.#take(order, at, true, 'path', 'open');
      if (order.state === 'working') tried.set(order, 2);
      return;
    }
    tried.set(order, 2);
    if (!asLimit) order.reached = true;
    this.#take(order, at, !asLimit, 'path', 'open');
  }

  /** Trailing stops follow the price from one point of the path to another. */
  #moveTrails(orders: readonly ReferenceOrder[], from: number, to: number): void {
    for (const order of orders) {
      if (order.type === 'trailing-stop' && order.state === 'working' && !order.reached) {
        this.#extend(order, from);
        this.#extend(order, to);
      }
    }
  }

  #extend(order: ReferenceOrder, price: number): void {
    order.extreme = order.side === 'sell' ? Math.max(order.extreme, price) : Math.min(order.extreme, price);
  }

  // The close, and after

  #closePoint(): void {
    const offers = new Map<ReferenceOrder, Extract<Offer, { kind: 'fill' }>>();
    for (const order of this.#working()) {
      if (order.life !== 'cls' || this.#auction(order) !== this.#session) continue;
      const { close } = this.#bar(order.instrument);
      if (order.type === 'limit' && !within(order, order.limit!, close)) continue;
      offers.set(order, { kind: 'fill', price: close, taken: true, guessed: false });
    }
    this.#twoPasses([...offers.keys()], (order) => offers.get(order)!, 'close');
    for (const order of this.#working()) {
      if (order.life === 'cls' && this.#auction(order) === this.#session) this.#end(order, 'expired', 'auction-over');
    }
  }

  #endBar(): void {
    const { close: time } = this.#times;
    for (const [instrument, bars] of this.#scenario.bars.entries()) this.#marks[instrument] = bars[this.#session]!.close;
    for (const order of this.#working()) {
      // The end of another order may have ended this one.
      if (order.state !== 'working') continue;
      const { high, low } = this.#bar(order.instrument);
      if (order.type === 'trailing-stop' && order.acceptedAt <= this.#times.open) {
        this.#extend(order, order.side === 'sell' ? high : low);
      }
      if (order.life === 'day' && this.#daySession(order) <= this.#session) this.#end(order, 'expired', 'session-ended');
      else if (order.life === 'gtd' && this.#scenario.sessions[order.until!]!.close <= time) this.#end(order, 'expired', 'date-reached');
    }
  }

  /** The session with which a day order ends. */
  #daySession({ acceptedAt }: ReferenceOrder): number {
    const session = this.#scenario.sessions.findIndex(({ close }) => close > acceptedAt);
    return session < 0 ? Infinity : session;
  }

  #end(order: ReferenceOrder, status: string, reason: string): void {
    order.state = 'ended';
    order.status = status;
    order.reason = reason;
    for (const leg of order.legs) {
      if (leg.state !== 'held') continue;
      if (order.filled === 0) this.#end(leg, 'canceled', 'entry-not-filled');
      else this.#release(leg, order);
    }
    const { sibling } = order;
    if (sibling !== undefined && sibling.state === 'working') this.#end(sibling, 'canceled', 'sibling-ended');
    if (sibling !== undefined && sibling.state === 'held' && reason !== 'entry-not-filled') this.#end(sibling, 'canceled', 'sibling-ended');
  }

  #release(leg: ReferenceOrder, entry: ReferenceOrder): void {
    const { session, point, price, at } = entry.last!;
    const answers = entry.status === 'filled' || session === this.#session;
    leg.state = 'working';
    leg.total = Math.min(leg.total, entry.filled);
    leg.acceptedAt = entry.status === 'filled' ? at : this.#now;
    leg.place = ++this.#place;
    if (answers) leg.answers = { session, point, market: point === 'open' ? this.#scenario.bars[leg.instrument]![session]!.open : price };
  }

  // Commands

  #execute(command: ScenarioCommand): void {
    switch (command.kind) {
      case 'submit':
        return this.#submit(command.order);
      case 'pair':
        return this.#submitPair(command.pair);
      case 'cancel': {
        const order = this.#byName.get(command.order);
        if (order !== undefined && order.state !== 'ended') this.#end(order, 'canceled', 'requested');
        return;
      }
      case 'replace':
        return this.#replace(command.order, command.name, command.quantity, command.price);
    }
  }

  #make(spec: ScenarioOrder): ReferenceOrder {
    const order: ReferenceOrder = {
      name: spec.name,
      instrument: spec.instrument,
      side: spec.side,
      type: spec.type,
      life: spec.life,
      until: spec.until,
      limit: spec.limit,
      stop: spec.stop,
      trailAmount: spec.trailAmount,
      trailPercent: spec.trailPercent,
      total: Math.trunc(spec.quantity),
      filled: 0,
      state: 'working',
      status: 'working',
      reason: '',
      acceptedAt: this.#times.close,
      place: 0,
      reached: false,
      extreme: this.#marks[spec.instrument]!,
      firstOpen: undefined,
      blocked: -1,
      parent: undefined,
      sibling: undefined,
      legs: [],
      answers: undefined,
      last: undefined,
    };
    this.#orders.push(order);
    this.#byName.set(order.name, order);
    return order;
  }

  #submit(spec: ScenarioOrder): void {
    const order = this.#make(spec);
    const exit = { instrument: spec.instrument, side: spec.side === 'buy' ? 'sell' : 'buy', quantity: spec.quantity } as const;
    const life = spec.life === 'day' ? 'day' : 'gtc';
    if (spec.takeProfit !== undefined) {
      order.legs.push(this.#make({ ...exit, name: `${spec.name}/take`, type: 'limit', limit: spec.takeProfit, life }));
    }
    if (spec.stopLoss !== undefined) {
      order.legs.push(this.#make({ ...exit, name: `${spec.name}/stop`, type: 'stop', stop: spec.stopLoss, life }));
    }
    for (const leg of order.legs) {
      leg.state = 'held';
      leg.parent = order;
    }
    if (order.legs.length === 2) this.#pair(order.legs[0]!, order.legs[1]!);
    const fault = this.#fault(order, spec);
    if (fault !== undefined) return this.#reject([order, ...order.legs], fault);
    order.place = ++this.#place;
  }

  #submitPair(pair: ScenarioPair): void {
    const { name, takeProfit, stopLoss, ...common } = pair;
    const take = this.#make({ ...common, name: `${name}/take`, type: 'limit', limit: takeProfit });
    const stop = this.#make({ ...common, name: `${name}/stop`, type: 'stop', stop: stopLoss });
    this.#pair(take, stop);
    const fault = this.#pairFault(pair, take);
    if (fault !== undefined) return this.#reject([take, stop], fault);
    take.place = ++this.#place;
    stop.place = ++this.#place;
  }

  #pairFault({ side, takeProfit, stopLoss }: ScenarioPair, order: ReferenceOrder): string | undefined {
    // The take-profit alone, then the pair, then the stop-loss.
    if (offTick(takeProfit)) return 'price-off-tick';
    if (order.total < 1) return 'quantity-below-lot';
    if (side === 'sell' && !this.#scenario.shortSales && this.#opensWith(order) > 0) return 'shorting-not-allowed';
    if (side === 'sell' ? takeProfit <= stopLoss : takeProfit >= stopLoss) return 'bracket-prices';
    return offTick(stopLoss) ? 'price-off-tick' : undefined;
  }

  #pair(a: ReferenceOrder, b: ReferenceOrder): void {
    a.sibling = b;
    b.sibling = a;
  }

  /** Why an order is refused when it arrives, in the order of the checks. */
  #fault(order: ReferenceOrder, spec: ScenarioOrder): string | undefined {
    const { limit, stop, trailAmount, takeProfit, stopLoss } = spec;
    if ([limit, stop, trailAmount].some(offTick)) return 'price-off-tick';
    if (spec.life === 'gtd' && this.#scenario.sessions[spec.until!]!.close <= order.acceptedAt) return 'expired-already';
    if (order.total < 1) return 'quantity-below-lot';
    if (spec.side === 'sell' && !this.#scenario.shortSales && this.#opensWith(order) > 0) return 'shorting-not-allowed';
    const price = limit ?? stop ?? this.#marks[spec.instrument]!;
    if (this.#opens(order) * price > Number(this.#book.cash / 1_000_000n) * 50) return 'insufficient-buying-power';
    if (!this.#bracketFits(order, spec)) return 'bracket-prices';
    return [takeProfit, stopLoss].some(offTick) ? 'price-off-tick' : undefined;
  }

  /** Shares that open a position, once the market orders that are working have filled. */
  #opensWith(order: ReferenceOrder, replaced?: ReferenceOrder): number {
    const pending = this.#working()
      .filter((one) => one.instrument === order.instrument && one.type === 'market' && one !== order && one !== replaced)
      .reduce((sum, one) => sum + (one.side === 'buy' ? 1 : -1) * (one.total - one.filled), 0);
    const held = this.#book.positions[order.instrument]! + pending;
    return order.total - Math.max(0, Math.min(order.total, order.side === 'buy' ? -held : held));
  }

  #opens(order: ReferenceOrder): number {
    return order.total - this.#book.reducing(order, order.total);
  }

  #bracketFits(order: ReferenceOrder, { takeProfit, stopLoss, limit, stop }: ScenarioOrder): boolean {
    const base = limit ?? stop ?? this.#marks[order.instrument]!;
    const sign = order.side === 'buy' ? 1 : -1;
    if (takeProfit !== undefined && stopLoss !== undefined && sign * (takeProfit - stopLoss) <= 0) return false;
    if (takeProfit !== undefined && sign * (takeProfit - base) <= 0) return false;
    return stopLoss === undefined || sign * (base - stopLoss) > 0;
  }

  #reject(orders: readonly ReferenceOrder[], reason: string): void {
    for (const order of orders) {
      order.state = 'ended';
      order.status = 'rejected';
      order.reason = reason;
    }
  }

  #replace(name: string, newName: string, quantity: number | undefined, price: number | undefined): void {
    const old = this.#byName.get(name);
    if (old === undefined) return;
    const total = quantity === undefined ? old.total : Math.trunc(quantity);
    const changed = this.#make({
      name: newName,
      instrument: old.instrument,
      side: old.side,
      type: old.type,
      quantity: total - old.filled,
      life: old.life,
      ...(old.until !== undefined && { until: old.until }),
    });
    changed.limit = old.type === 'limit' ? (price ?? old.limit) : old.limit;
    changed.stop = old.type === 'stop' ? (price ?? old.stop) : old.stop;
    changed.trailAmount = old.trailAmount;
    changed.trailPercent = old.trailPercent;
    if (old.state === 'ended') return this.#reject([changed], 'order-ended');
    if (total - old.filled <= 0) return this.#reject([changed], 'nothing-left');
    if ((old.type === 'limit' || old.type === 'stop') && offTick(price)) return this.#reject([changed], 'price-off-tick');
    if (changed.side === 'sell' && !this.#scenario.shortSales && old.state === 'working' && this.#opensWith(changed, old) > 0) {
      return this.#reject([changed], 'shorting-not-allowed');
    }
    changed.legs = old.legs;
    for (const leg of changed.legs) leg.parent = changed;
    old.legs = [];
    const { sibling, parent } = old;
    old.sibling = undefined;
    const { state } = old;
    if (parent !== undefined) parent.legs = parent.legs.map((leg) => (leg === old ? changed : leg));
    changed.parent = parent;
    changed.state = state;
    if (sibling !== undefined) this.#pair(changed, sibling);
    old.state = 'ended';
    old.status = 'canceled';
    old.reason = 'replaced';
    changed.place = ++this.#place;
  }
}

function offTick(cents: number | undefined): boolean {
  return cents !== undefined && !Number.isInteger(cents);
}
