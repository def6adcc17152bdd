import type { BrokerNotice } from '../../src/broker/live-broker.js';
import type { CancelReason, RejectReason } from '../../src/core/execution.js';
import { Decimal } from '../../src/core/money.js';
import type { Order } from '../../src/core/order.js';
import { MINUTE, type Millis } from '../../src/core/time.js';
import { sendTimeOf } from './auction-window.js';
import { wordsOf } from './answer.js';
import type { Canceler } from './canceler.js';
import { lifeOf, type Refusal } from './capabilities.js';
import type { AlpacaClient, Sent } from './client.js';
import { OrderJob } from './order-job.js';
import { isReplaceable } from './order-status.js';
import type { OrderTracker } from './order-tracker.js';
import { pauseOf, type Pauses } from './pauses.js';
import { isNotYetReplaceable, isTakenName, reasonOf } from './refusals.js';
import type { TrackedOrder } from './tracked-order.js';
import type { Wakes } from './wakes.js';

export interface OrderSenderParts {
  readonly client: AlpacaClient;
  readonly tracker: OrderTracker;
  readonly canceler: Canceler;
  readonly pauses: Pauses;
  readonly wakes: Wakes;
  readonly lookUpPauses: readonly Millis[];
  readonly sendWithin: Millis;
  /** False while news of orders would be missed. */
  readonly maySend: () => boolean;
  /** The venue's time. */
  readonly venueNow: () => Millis;
  /** What the venue's list of assets says against an order. */
  readonly check: (order: Order) => Promise<Refusal | undefined>;
  /** Told of each order that has got to the venue, or has been given up. */
  readonly onDone: (tracked: TrackedOrder) => void;
  readonly notice: (notice: BrokerNotice) => void;
}

/**
 * Gets orders to the venue: one after the other, each accepted at most once, each with an answer in the end.
 *
 * An order is sent under its client id, which the venue takes once. Without a clear answer it is looked up under that name, patiently,
 * as it may appear late; it is sent again, under the same name, only when the venue does not know it. Orders of other instruments go
 * on meanwhile; those of the same one wait, and they also wait for the end of orders that are being canceled, whose shares they may
 * need.
 */
export class OrderSender {
  readonly #parts: OrderSenderParts;
  readonly #jobs: OrderJob[] = [];
  #isPumping = false;
  #wakeAt: Millis = Infinity;

  constructor(parts: OrderSenderParts) {
    this.#parts = parts;
  }

  get busy(): boolean {
    return this.#jobs.length > 0;
  }

  add(job: OrderJob): void {
    this.#jobs.push(job);
  }

  /** Looks again at what can be done. */
  kick(): void {
    void this.#pump();
  }

  /**
   * Takes an order back, or has its end asked for. An order that takes the place of another is ended together with that one: whoever
   * cancels it wants neither.
   */
  cancel(tracked: TrackedOrder): void {
    const job = this.#jobs.find((each) => each.tracked === tracked || each.group.includes(tracked));
    if (job === undefined || job.isDone) {
      if (tracked.isOpen) void this.#parts.canceler.end(tracked);
      return;
    }
    const { replaces } = job.tracked;
    if (job.state === 'waiting' && !job.wasSent) this.#withdraw(job, tracked.cancelAsked ?? 'requested');
    else void this.#parts.canceler.end(job.tracked);
    if (replaces?.isOpen === true) {
      replaces.cancelAsked ??= tracked.cancelAsked ?? 'requested';
      this.cancel(replaces);
    }
  }

  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      for (let job = this.#nextJob(); job !== undefined; job = this.#nextJob()) await this.#tryStart(job);
    } finally {
      this.#isPumping = false;
    }
    this.#sleep();
  }

  /** The first job that can be started now. */
  #nextJob(): OrderJob | undefined {
    this.#dropDone();
    const { pauses, maySend, venueNow, canceler } = this.#parts;
    if (pauses.ended.aborted || !maySend()) return undefined;
    const now = venueNow();
    const busy = new Set<number>();
    for (const job of this.#jobs) {
      const { instrumentIndex } = job;
      if (job.state === 'waiting') {
        // One that waits for its hour holds up nobody.
        if (!job.mayBeThere && sendTimeOf(lifeOf(job.tracked.order), now) > now) continue;
        if (!busy.has(instrumentIndex) && (job.mayBeThere || !canceler.isEnding(instrumentIndex))) return job;
      }
      busy.add(instrumentIndex);
    }
    return undefined;
  }

  #dropDone(): void {
    for (let i = this.#jobs.length - 1; i >= 0; i--) {
      const job = this.#jobs[i]!;
      if (job.state === 'waiting' && job.isDone) this.#done(job);
    }
  }

  /** Wakes up when the hour of an order comes that waits for it. */
  #sleep(): void {
    const { pauses, venueNow } = this.#parts;
    const now = venueNow();
    const dues = this.#jobs
      .filter((job) => job.state === 'waiting' && !job.mayBeThere)
      .map((job) => sendTimeOf(lifeOf(job.tracked.order), now));
    const due = Math.min(...dues.filter((time) => time > now));
    if (!(due < this.#wakeAt)) return;
    this.#wakeAt = due;
    // The two clocks may run apart in the meantime: it is looked at again.
    void pauses.for(Math.min(due - now, 30 * MINUTE)).then(() => {
      this.#wakeAt = Infinity;
      this.kick();
    });
  }

  /** What should not happen must not lose an order either: it is looked for. */
  async #tryStart(job: OrderJob): Promise<void> {
    try {
      await this.#start(job);
    } catch (fault) {
      this.#take(job, { kind: 'unclear', why: wordsOf(fault) });
    }
  }

  /** Sends a job's order once, or begins to look for it. */
  async #start(job: OrderJob): Promise<void> {
    const { canceler, check } = this.#parts;
    if (job.mayBeThere) {
      job.state = 'sought';
      void this.#seek(job);
      return;
    }
    if (canceler.isAsked(job.tracked)) {
      this.#withdraw(job, job.tracked.cancelAsked ?? 'requested');
      return;
    }
    job.state = 'sent';
    if (this.#isTooLate(job)) {
      this.#refuse(job, 'not-sent-in-time', `it could not be sent within ${this.#parts.sendWithin} ms of being due`);
      return;
    }
    const refusal = await check(job.tracked.order);
    if (refusal !== undefined) {
      this.#refuse(job, refusal.reason, refusal.message);
      return;
    }
    const { replaces } = job.tracked;
    if (replaces === undefined || job.byCancel) this.#take(job, await this.#place(job));
    else await this.#replace(job, replaces);
  }

  #place({ tracked, group }: OrderJob): Promise<Sent> {
    const { order } = tracked;
    const lots = tracked.said.quantity === undefined ? order : withQuantity(order, tracked.said.quantity);
    return this.#parts.client.place(
      lots,
      group.map((each) => each.order),
    );
  }

  /** Puts an order in the place of another: in one step where nothing of the other has filled, else by its end. */
  async #replace(job: OrderJob, old: TrackedOrder): Promise<void> {
    const { client, canceler } = this.#parts;
    if (old.isOpen) {
      if (!old.isKnown) {
        // Nobody has seen the old order: its own job ends before this one starts, so it was never handed over.
        this.#refuse(job, 'order-ended', `order ${old.order.id} is not known to the venue`);
        return;
      }
      if (old.filled.isZero() && isReplaceable(old.status) && old.cancelAsked === undefined) {
        const sent = await client.replace(old.venueOrderId!, job.tracked.order);
        if (sent.kind !== 'refused') {
          this.#take(job, sent);
          return;
        }
        if (await this.#isThere(job)) return;
        await this.#look(old);
        if (old.isOpen && !isNotYetReplaceable(sent.words)) {
          this.#refuse(job, reasonOf(sent.words), sent.words);
          return;
        }
      }
    }
    if (old.isOpen) {
      job.state = 'sought';
      // In the background: other instruments go on.
      void canceler.end(old).then(() => this.#afterOld(job, old));
      return;
    }
    this.#afterOld(job, old);
  }

  /** The order before has ended: what it has left is sent. */
  #afterOld(job: OrderJob, old: TrackedOrder): void {
    const { tracker, pauses } = this.#parts;
    if (pauses.ended.aborted) return;
    const { tracked } = job;
    if (old.said.endReason !== 'replaced') {
      this.#refuse(job, 'order-ended', `order ${old.order.id} has ended: there is nothing to replace`);
      return;
    }
    const left = tracked.order.quantity!.minus(old.said.filled.minus(tracked.filledBefore));
    if (left.lte(0)) {
      this.#refuse(job, 'nothing-left', `order ${old.order.id} has filled ${old.said.filled.toString()} in the meantime`);
      return;
    }
    tracked.cut(left);
    tracker.settle(tracked);
    job.byCancel = true;
    job.state = 'waiting';
    this.kick();
  }

  /** Takes what became of a sent order. */
  #take(job: OrderJob, sent: Sent): void {
    const { tracker } = this.#parts;
    switch (sent.kind) {
      case 'taken':
        tracker.see(sent.order);
        this.#done(job);
        return;
      case 'refused':
        if (isTakenName(sent.status, sent.words)) job.isNameTaken = true;
        else if (!job.wasSent) {
          this.#refuse(job, reasonOf(sent.words), sent.words);
          return;
        } else job.refusal = sent;
        break;
      case 'unclear':
        this.#notice('warn', 'order/unknown', `whether ${job.clientOrderId} has arrived is not known: ${sent.why}`);
    }
    job.wasSent = true;
    job.mayBeThere = true;
    job.state = 'sought';
    void this.#seek(job);
  }

  /** Looks for an order that may have arrived, until it is found or will not be found any more. */
  async #seek(job: OrderJob): Promise<void> {
    const { client, tracker, pauses, wakes, lookUpPauses, canceler } = this.#parts;
    let misses = 0;
    for (let attempt = 0; ; attempt++) {
      if (await wakes.until(() => job.isDone, pauseOf(lookUpPauses, attempt))) break;
      if (pauses.ended.aborted) return;
      const found = await client.findByClientId(job.clientOrderId);
      if (found.kind === 'found') {
        tracker.see(found.order);
        break;
      }
      if (found.kind === 'unclear' || ++misses < lookUpPauses.length) continue;
      if (job.isNameTaken) {
        if (misses === lookUpPauses.length) {
          this.#notice('error', 'order/hidden', `the venue has an order ${job.clientOrderId}, and does not show it`);
        }
        continue;
      }
      if (job.refusal !== undefined) {
        this.#refuse(job, reasonOf(job.refusal.words), job.refusal.words);
        return;
      }
      if (canceler.isAsked(job.tracked)) {
        this.#withdraw(job, job.tracked.cancelAsked ?? 'requested');
        return;
      }
      this.#notice('info', 'order/not-there', `the venue does not know ${job.clientOrderId}: it is sent again under the same name`);
      job.mayBeThere = false;
      job.state = 'waiting';
      this.kick();
      return;
    }
    this.#done(job);
  }

  async #isThere(job: OrderJob): Promise<boolean> {
    const found = await this.#parts.client.findByClientId(job.clientOrderId);
    if (found.kind === 'none') return false;
    if (found.kind === 'found') {
      this.#parts.tracker.see(found.order);
      this.#done(job);
      return true;
    }
    this.#take(job, found);
    return true;
  }

  async #look(tracked: TrackedOrder): Promise<void> {
    const found = await this.#parts.client.find(tracked.venueOrderId!);
    if (found.kind === 'found') this.#parts.tracker.see(found.order);
  }

  #isTooLate({ tracked: { order } }: OrderJob): boolean {
    const { sendWithin, venueNow } = this.#parts;
    return venueNow() - sendTimeOf(lifeOf(order), order.decidedAt) > sendWithin;
  }

  #refuse(job: OrderJob, reason: RejectReason, message: string): void {
    const { tracker, pauses } = this.#parts;
    for (const each of [job.tracked, ...job.group]) {
      each.refuse(reason, message, pauses.now());
      tracker.settle(each);
    }
    this.#done(job);
  }

  #withdraw(job: OrderJob, reason: CancelReason): void {
    const { tracker, pauses } = this.#parts;
    for (const each of [job.tracked, ...job.group]) {
      each.withdraw(reason, pauses.now());
      tracker.settle(each);
    }
    this.#done(job);
  }

  #done(job: OrderJob): void {
    const place = this.#jobs.indexOf(job);
    if (place >= 0) this.#jobs.splice(place, 1);
    this.#parts.onDone(job.tracked);
    this.#parts.wakes.wake();
    this.kick();
  }

  #notice(level: BrokerNotice['level'], code: string, message: string): void {
    this.#parts.notice({ level, code, message });
  }
}

/** The order for the units that are left of it. */
function withQuantity(order: Order, quantity: Decimal): Order {
  const lots = quantity.div(order.instrument.lotStep).toNumber();
  return lots === order.lots ? order : order.withLots(lots);
}
