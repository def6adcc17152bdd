import { Subscription } from 'rxjs';

import type { LiveBroker, VenueAccount } from '../broker/live-broker.js';
import type { Calendar } from '../calendar/calendar.js';
import type { Clock } from '../clock/clock.js';
import { ReconciliationError } from '../core/errors.js';
import { SECOND, type Millis } from '../core/time.js';
import type { LiveOptions } from '../engine/live-options.js';
import type { JournalNote } from './journal.js';
import type { LiveCore } from './live-core.js';
import type { LiveInput } from './live-input.js';
import { differencesOf, differenceText, type Difference } from './reconciliation.js';

/** A difference is believed when it is still there after this time: fills may be under way. */
const SECOND_LOOK: Millis = 2 * SECOND;
const LOOKS = 5;
const DEFAULT_SKEW: Millis = 30 * SECOND;
const DEFAULT_CASH_DIFFERENCE = 0.01;

export interface ReconcilerParts {
  readonly venue: LiveBroker;
  readonly core: LiveCore;
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly options: LiveOptions;
  /** True on the first start of an instance: what the account holds is where it begins. */
  readonly isNew: boolean;
  readonly take: (input: LiveInput) => void;
  readonly note: (note: Omit<JournalNote, 'at'>) => void;
  readonly halt: (reason: string) => void;
}

/**
 * Holds the books against the account: at the start, after each reconnect, at the open and close of sessions. What was missed is applied
 * by the adapter; what then still differs is adopted, booked, ignored, or halts trading, as configured.
 */
export class Reconciler {
  readonly #parts: ReconcilerParts;
  readonly #all = new Subscription();
  #pending: Subscription | undefined;

  constructor(parts: ReconcilerParts) {
    this.#parts = parts;
  }

  /** Makes the account the start of a new instance, or compares with what it left; then goes on by itself. */
  async begin(account: VenueAccount, signal?: AbortSignal): Promise<void> {
    const { options, isNew, venue } = this.#parts;
    this.#checkClock(account);
    this.#checkBlock(account);
    if (isNew && options.account !== 'shared') this.#open(account);
    else await this.#settle(account, signal);
    this.#all.add(venue.reconciled.on((later) => void this.#settle(later).catch(this.#onFault)));
    this.#armSession();
  }

  stop(): void {
    this.#all.unsubscribe();
    this.#pending?.unsubscribe();
  }

  /** Cash of the account is the start; positions that are there already are adopted, or nothing begins. */
  #open(account: VenueAccount): void {
    const { core, take, options, clock } = this.#parts;
    const positions = differencesOf(account, core.assembly).filter(({ kind }) => kind !== 'cash');
    if (positions.length > 0) this.#foreign(positions);
    const amount = account.cash.minus(core.assembly.portfolio.cash);
    if (!amount.isZero() && (options.foreign === 'adopt' || positions.length === 0 || options.foreign === 'ignore')) {
      take({ kind: 'cash', time: clock.now(), amount: amount.toFixed(), as: 'deposit', reason: 'cash of the account at the start' });
    }
  }

  /** Looks again while orders are under way, then believes what it sees. */
  async #settle(account: VenueAccount, signal?: AbortSignal): Promise<void> {
    const { core, venue, options } = this.#parts;
    this.#checkClock(account);
    this.#checkBlock(account);
    if (options.account === 'shared') return;
    let latest = account;
    for (let look = 1; look < LOOKS; look++) {
      if (this.#differences(latest).length === 0) return;
      await this.#wait(SECOND_LOOK);
      if (signal?.aborted === true || this.#all.closed) return;
      latest = await venue.reconcile(signal);
    }
    const differences = this.#differences(latest);
    if (differences.length === 0) return;
    // Of an order whose fate is unknown, the fills are too: what differs is looked at again at the next occasion.
    if (venue.busy && core.openOrders.length > 0) return;
    const [cash, foreign] = [differences.filter(({ kind }) => kind === 'cash'), differences.filter(({ kind }) => kind !== 'cash')];
    if (foreign.length > 0) this.#foreign(foreign);
    // What was adopted has changed cash: the difference is taken again.
    for (const difference of foreign.length > 0 && core.haltReason === undefined ? this.#differences(latest) : cash) {
      if (difference.kind === 'cash') this.#cash(difference, latest);
    }
  }

  #differences(account: VenueAccount): Difference[] {
    const { core, options } = this.#parts;
    const found = differencesOf(account, core.assembly);
    return options.foreign === 'ignore' ? found.filter(({ kind }) => kind === 'position') : found;
  }

  #foreign(differences: readonly Difference[]): void {
    const { options, take, note, halt, clock } = this.#parts;
    const { foreign = 'halt' } = options;
    for (const difference of differences) {
      const data = { ...difference, policy: foreign };
      note({ level: foreign === 'halt' ? 'error' : 'warn', code: 'live/difference', message: differenceText(difference), data });
    }
    if (foreign === 'adopt') {
      const positions = differences.flatMap((difference) => (difference.kind === 'position' ? [difference.adopt] : []));
      if (positions.length > 0) take({ kind: 'adopt', time: clock.now(), positions });
    }
    const left = differences.filter(({ kind }) => foreign === 'halt' || (foreign === 'adopt' && kind === 'unknown-position'));
    if (left.length > 0) halt(`the account and the books differ: ${left.map(differenceText).join('; ')}`);
  }

  #cash(difference: Extract<Difference, { readonly kind: 'cash' }>, { equity }: VenueAccount): void {
    const { options, take, note, halt, clock } = this.#parts;
    const limit = options.maxCashDifference ?? DEFAULT_CASH_DIFFERENCE;
    const isSmall = Math.abs(Number(difference.amount)) <= limit * equity.toNumber();
    note({
      level: isSmall ? 'warn' : 'error',
      code: 'live/difference',
      message: differenceText(difference),
      data: { ...difference, limit },
    });
    if (!isSmall) return halt(`the account and the books differ: ${differenceText(difference)}`);
    take({ kind: 'cash', time: clock.now(), amount: difference.amount, as: 'adjustment', reason: 'the account differs from the books' });
  }

  #checkClock({ venueTime, localTime }: VenueAccount): void {
    const { options, halt } = this.#parts;
    const skew = venueTime - localTime;
    if (Math.abs(skew) <= (options.maxClockSkew ?? DEFAULT_SKEW)) return;
    halt(`this machine's clock is ${Math.abs(skew / 1000).toFixed(1)} s ${skew > 0 ? 'behind' : 'ahead of'} the venue's`);
  }

  #checkBlock({ blocked }: VenueAccount): void {
    if (blocked !== undefined) this.#parts.halt(`the venue lets nothing be traded: ${blocked}`);
  }

  /** At the next open or close of a session, and so on. */
  #armSession(): void {
    const { clock, calendar, venue } = this.#parts;
    const now = clock.now();
    const { open, close } = calendar.nextClosing(now);
    this.#pending = clock.at(now < open ? open : close, () => {
      this.#armSession();
      venue
        .reconcile()
        .then((account) => this.#settle(account))
        .catch(this.#onFault);
    });
  }

  /** A reconciliation that fails is made again at the next occasion: the adapter goes on trying to connect by itself. */
  readonly #onFault = (error: unknown): void => {
    if (this.#all.closed) return;
    if (error instanceof ReconciliationError) return this.#parts.halt(error.message);
    const message = `the account could not be compared: ${error instanceof Error ? error.message : String(error)}`;
    this.#parts.note({ level: 'warn', code: 'live/not-reconciled', message });
  };

  #wait(time: Millis): Promise<void> {
    const { clock } = this.#parts;
    return new Promise((resolve) => {
      this.#all.add(clock.at(clock.now() + time, resolve));
    });
  }
}
