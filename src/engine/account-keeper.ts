import type { SimulatedVenue } from '../broker/broker.js';
import type { EngineBus } from '../bus/engine-bus.js';
import type { Calendar, Session } from '../calendar/calendar.js';
import { QUEUE_RANK, type SimulatedClock } from '../clock/simulated-clock.js';
import { ConfigError } from '../core/errors.js';
import type { Fill } from '../core/fill.js';
import { exactOf, shareOfValue } from '../core/money.js';
import { negateQuanta, subtractQuanta, type Quanta } from '../core/quanta.js';
import { dayOfIsoDate, type Millis } from '../core/time.js';
import type { Portfolio } from '../portfolio/portfolio.js';
import type { SubAccount } from '../portfolio/sub-account.js';
import type { ResolvedAccount } from './run-options.js';

/** Days of a year for which rates are meant, as is usual for dollars. */
const RATE_DAYS = 360;

export interface AccountKeeperParts {
  readonly account: ResolvedAccount;
  readonly portfolio: Portfolio;
  readonly clock: SimulatedClock;
  readonly calendar: Calendar;
  readonly lastTime: Millis;
  readonly venue: SimulatedVenue | undefined;
  readonly bus: EngineBus;
  readonly warn: (text: string) => void;
  /** Sends a market order that closes a strategy's position. */
  readonly liquidate: (strategyIndex: number, instrumentIndex: number) => void;
  /** True while orders of a strategy's earlier margin call are working. */
  readonly isLiquidating: (strategyIndex: number) => boolean;
}

/** An account that terms are kept of: all of it, or the sub-account of one strategy. */
interface KeptAccount {
  readonly view: Portfolio | SubAccount;
  readonly strategies: readonly number[];
  /** Set for a sub-account. */
  readonly strategy?: number;
}

/** Keeps an account's terms: borrow fees and interest for each night, settlement of sales, margin calls. */
export class AccountKeeper {
  readonly #parts: AccountKeeperParts;
  readonly #accounts: readonly KeptAccount[];
  #session: Session | undefined;

  constructor(parts: AccountKeeperParts) {
    this.#parts = parts;
    const { portfolio } = parts;
    this.#accounts = portfolio.subAccounts?.map((view, strategy) => ({ view, strategies: [strategy], strategy })) ?? [
      { view: portfolio, strategies: portfolio.books.map((_, index) => index) },
    ];
  }

  /** True where an account has terms that need keeping: plain cash accounts have none, and cost nothing. */
  static isNeeded({ margin, borrow, interest, settlement }: ResolvedAccount): boolean {
    return margin !== undefined || borrow !== undefined || interest !== undefined || settlement > 0;
  }

  start(): void {
    const { clock, calendar } = this.#parts;
    this.#session = calendar.nextClosing(clock.now());
    this.#await(this.#session);
  }

  /** Proceeds of sales settle some sessions later. */
  onFill(fill: Fill): void {
    const { account, portfolio, clock, calendar } = this.#parts;
    if (account.settlement === 0 || fill.side === 'buy') return;
    const proceeds = subtractQuanta(fill.valueQuanta, fill.costQuanta);
    const { strategyIndex } = fill.order;
    portfolio.addUnsettled(proceeds, strategyIndex);
    const session = calendar.nextClosing(fill.time - 1);
    clock.at(
      calendar.at(session.index + account.settlement).open,
      () => portfolio.addUnsettled(negateQuanta(proceeds), strategyIndex),
      QUEUE_RANK.corporateAction,
    );
  }

  /** Phase 3, after the marks: is there enough equity behind the positions? */
  afterMarks(time: Millis): void {
    if (this.#parts.account.margin === undefined) return;
    for (const kept of this.#accounts) this.#callMargin(kept, time);
  }

  #callMargin(kept: KeptAccount, time: Millis): void {
    const { account, portfolio, venue, bus, warn, isLiquidating } = this.#parts;
    const { view, strategies, strategy } = kept;
    if (view.openPositions === 0) return;
    const required = this.#required(view, time);
    const { equity } = view;
    if (equity >= required || strategies.some(isLiquidating)) return;
    const whose = strategy === undefined ? {} : { strategy: portfolio.books[strategy]!.strategy };
    bus.status.emit({ kind: 'margin-call', time, equity, required, ...whose });
    warn('margin calls happened: equity fell below what the positions require');
    if (account.margin!.onCall === 'warn') return;
    venue?.withdraw(undefined, time, 'margin-call', strategy);
    this.#closeLargest(kept, equity, time);
  }

  /** What must be there now: at the close of a session with intraday margin the full margin, else the maintenance. */
  #required(view: KeptAccount['view'], time: Millis, without: ReadonlySet<number> = new Set()): number {
    const { account, portfolio, calendar } = this.#parts;
    const { initial, intraday, maintenance, shortMaintenance } = account.margin!;
    const atClose = intraday !== undefined && calendar.nextClosing(time - 1).close === time;
    let required = 0;
    for (let index = 0; index < portfolio.instruments.length; index++) {
      const value = view.valueOf(index);
      if (value === 0 || without.has(index)) continue;
      required += Math.abs(value) * (atClose ? initial : value > 0 ? maintenance : shortMaintenance);
    }
    return required;
  }

  #closeLargest({ view, strategies }: KeptAccount, equity: number, time: Millis): void {
    const { portfolio, liquidate } = this.#parts;
    const held = portfolio.instruments.map((_, index) => index).filter((index) => view.valueOf(index) !== 0);
    held.sort((a, b) => Math.abs(view.valueOf(b)) - Math.abs(view.valueOf(a)) || a - b);
    const closed = new Set<number>();
    for (const index of held) {
      if (equity >= this.#required(view, time, closed)) return;
      closed.add(index);
      for (const strategy of strategies) if (portfolio.strategyLots(strategy, index) !== 0) liquidate(strategy, index);
    }
  }

  /** Waits for the open of the session after this one. */
  #await(session: Session): void {
    const { clock, calendar, lastTime } = this.#parts;
    let next: Session;
    try {
      next = calendar.at(session.index + 1);
    } catch (error) {
      if (error instanceof ConfigError) return;
      throw error;
    }
    if (next.open > lastTime) return;
    clock.at(next.open, () => this.#morning(next), QUEUE_RANK.corporateAction);
  }

  /** The nights since the last session's date, charged before anything else happens on this one. */
  #morning(session: Session): void {
    const before = this.#session!;
    const nights = dayOfIsoDate(session.date)! - dayOfIsoDate(before.date)!;
    this.#chargeBorrow(before, nights);
    this.#chargeInterest(nights);
    if (session.date.slice(0, 7) !== before.date.slice(0, 7)) {
      for (const account of ['borrow', 'interest']) this.#parts.portfolio.settleIncome(account);
    }
    this.#session = session;
    this.#await(session);
  }

  #chargeBorrow({ date }: Session, nights: number): void {
    const { account, portfolio } = this.#parts;
    const { borrow } = account;
    if (borrow === undefined) return;
    portfolio.instruments.forEach(({ symbol, unit }, index) => {
      if (!portfolio.isHeld(index)) return;
      portfolio.books.forEach((book, strategy) => {
        const lots = book.position(index).signedLots;
        if (lots >= 0) return;
        const rate = typeof borrow.rate === 'number' ? borrow.rate : borrow.rate(symbol, date);
        portfolio.accrueIncome('borrow', negateQuanta(partOf(portfolio.mark(index), -lots, unit, rate, nights)), strategy);
      });
    });
  }

  /** On cash without the proceeds of shorts, which back them. */
  #chargeInterest(nights: number): void {
    const { account, portfolio } = this.#parts;
    const { debit = 0, credit = 0 } = account.interest ?? {};
    if (debit === 0 && credit === 0) return;
    for (const { view, strategy } of this.#accounts) {
      const base = view.cashNumber - (view.grossExposure - view.netExposure) / 2;
      const rate = base < 0 ? debit : credit;
      const amount = Math.abs(base) * ((rate * nights) / RATE_DAYS);
      const quanta = (base < 0 ? -Math.ceil(amount * 1e8) : Math.floor(amount * 1e8)) + 0;
      portfolio.accrueIncome('interest', quanta, strategy);
    }
  }
}

/** `price × lots × rate × nights / 360`, rounded up once. */
function partOf(price: number, lots: number, unit: Parameters<typeof shareOfValue>[2], rate: number, nights: number): Quanta {
  const share = Number(((rate * nights) / RATE_DAYS).toPrecision(15));
  return share === 0 ? 0 : shareOfValue(price, lots, unit, exactOf(share), 'up');
}
