import type { Observable } from 'rxjs';
import { BehaviorSubject, Subscription } from '../../src/core/rx.js';

import type { AccountSnapshot, BrokerContext, BrokerFactory } from '../../src/broker/broker.js';
import type { BrokerConnection, BrokerNotice, LiveBroker, VenueAccount, VenueEvent } from '../../src/broker/live-broker.js';
import { Channel } from '../../src/bus/channel.js';
import { BrokerError, ConfigError } from '../../src/core/errors.js';
import type { CancelReason, Execution } from '../../src/core/execution.js';
import { Decimal } from '../../src/core/money.js';
import type { ApprovedOrder, Order } from '../../src/core/order.js';
import { SECOND, type Millis } from '../../src/core/time.js';
import { wordsOf } from './answer.js';
import { AssetCheck } from './asset-check.js';
import { Canceler } from './canceler.js';
import { refusalOf, type Refusal } from './capabilities.js';
import { AlpacaClient } from './client.js';
import { resolveAlpacaOptions, type AlpacaBrokerOptions, type ResolvedAlpacaOptions } from './options.js';
import { OrderJob } from './order-job.js';
import { OrderSender } from './order-sender.js';
import { OrderStream } from './order-stream.js';
import { OrderTracker } from './order-tracker.js';
import { Pauses, pauseOf } from './pauses.js';
import { Reconciler } from './reconciler.js';
import type { TrackedOrder } from './tracked-order.js';
import { Transport } from './transport.js';
import { Wakes } from './wakes.js';

/** News that a comparison brings and that is older than this should have come through the stream. */
const MUTE_AFTER: Millis = 5 * SECOND;

type Command = { readonly kind: 'send'; readonly job: OrderJob } | { readonly kind: 'cancel'; readonly tracked: TrackedOrder };

/**
 * Alpaca's trading API: its paper account, or real money where the options say so. Keys come from the environment alone.
 *
 * @throws ConfigError when a run is set up with options or an environment that cannot work.
 */
export function alpacaBroker(options: AlpacaBrokerOptions = {}): BrokerFactory {
  return (context) => new AlpacaBroker(resolveAlpacaOptions(options), context);
}

class AlpacaBroker implements LiveBroker {
  readonly name = 'alpaca';
  readonly executions = new Channel<Execution>();
  readonly events = new Channel<VenueEvent>();
  readonly notices = new Channel<BrokerNotice>();
  readonly reconciled = new Channel<VenueAccount>();
  readonly connection: Observable<BrokerConnection>;
  readonly #state = new BehaviorSubject<BrokerConnection>('connecting');
  readonly #options: ResolvedAlpacaOptions;
  readonly #context: BrokerContext;
  readonly #pauses: Pauses;
  readonly #wakes: Wakes;
  readonly #transport: Transport;
  readonly #client: AlpacaClient;
  readonly #tracker: OrderTracker;
  readonly #canceler: Canceler;
  readonly #sender: OrderSender;
  readonly #reconciler: Reconciler;
  readonly #stream: OrderStream;
  readonly #timers = new Subscription();
  /** Commands since the last release; before the connection, those of a journal. */
  #commands: Command[] = [];
  #isConnected = false;
  /** Number of the stream's connection for which orders are compared. */
  #turn = 0;
  /** News that should have come through the stream. */
  #missed = 0;
  #isSyncDue = false;

  constructor(options: ResolvedAlpacaOptions, context: BrokerContext) {
    this.#options = options;
    this.#context = context;
    this.connection = this.#state.asObservable();
    const { clock, lookUpPauses, fillPauses, sendWithin } = options;
    const notice = (each: BrokerNotice): void => this.notices.emit(each);
    const pauses = (this.#pauses = new Pauses(clock));
    const wakes = (this.#wakes = new Wakes(pauses));
    this.#transport = new Transport(options, pauses, notice);
    const client = (this.#client = new AlpacaClient(this.#transport, pauses, options.names));
    const tracker = (this.#tracker = new OrderTracker({
      say: (event) => this.#say(event),
      onEnd: (tracked) => this.#onEnd(tracked),
      notice,
      now: () => clock.now(),
    }));
    const canceler = (this.#canceler = new Canceler({
      client,
      tracker,
      pauses,
      wakes,
      onEnded: () => this.#sender.kick(),
      steps: lookUpPauses,
      notice,
    }));
    const reconciler = (this.#reconciler = new Reconciler({ client, tracker, canceler, pauses, wakes, clock, fillPauses, notice }));
    const assets = new AssetCheck(client, context.account, () => clock.now());
    this.#sender = new OrderSender({
      client,
      tracker,
      canceler,
      pauses,
      wakes,
      lookUpPauses,
      sendWithin,
      maySend: () => this.#state.value === 'ready',
      venueNow: () => reconciler.venueNow,
      check: (order) => assets.refusalOf(order),
      onDone: (tracked) => this.#lookForLegs(tracked),
      notice,
    });
    this.#stream = new OrderStream({
      options,
      pauses,
      sdk: () => this.#transport.sdk,
      onUpdate: (update) => {
        this.#tracker.update(update);
        // It carries the old order; the one that was to take its place is known by its own name.
        if (update.event === 'order_replace_rejected') this.#syncSoon();
        this.#after();
      },
      onReady: () => this.#run(this.#onReady(++this.#turn)),
      onTrouble: () => this.#syncSoon(),
      onLost: () => {
        this.#turn++;
        if (this.#state.value === 'ready') this.#state.next('interrupted');
      },
      notice,
    });
  }

  get busy(): boolean {
    return this.#commands.length > 0 || this.#sender.busy || this.#canceler.busy;
  }

  async connect(): Promise<AccountSnapshot> {
    const snapshot = await this.#snapshot();
    if (this.#isConnected) return snapshot;
    this.#isConnected = true;
    await this.#stream.start();
    this.#timers.add(this.#options.clock.every(this.#options.reconcileEvery, () => this.#onTimer()));
    this.#takeUp();
    return snapshot;
  }

  submit(order: ApprovedOrder, at: Millis, group: readonly ApprovedOrder[] = []): void {
    const refusal = refusalOf(order, group);
    if (refusal !== undefined) {
      for (const each of [order, ...group]) this.#reject(each, at, refusal);
      return;
    }
    const tracked = this.#tracker.add(order);
    const others = group.map((each) => this.#tracker.add(each));
    if (others.length > 0) for (const each of [tracked, ...others]) each.group = [tracked, ...others];
    this.#commands.push({ kind: 'send', job: new OrderJob(tracked, others, !this.#isConnected) });
  }

  replace(old: Order, order: ApprovedOrder, at: Millis): void {
    const before = this.#tracker.find(old.clientOrderId);
    if (before === undefined || before.applied.state === 'ended' || before.hasReplacement) {
      this.#reject(order, at, { reason: 'order-ended', message: `order ${old.id} has ended: there is nothing to replace` });
      return;
    }
    const refusal = refusalOf(order);
    if (refusal !== undefined) {
      this.#reject(order, at, refusal);
      return;
    }
    const tracked = this.#tracker.add(order, before);
    this.#commands.push({ kind: 'send', job: new OrderJob(tracked, [], !this.#isConnected) });
  }

  cancel(order: Order, _at: Millis, reason: CancelReason): void {
    const tracked = this.#tracker.find(order.clientOrderId);
    if (tracked === undefined || tracked.applied.state === 'ended') return;
    if (tracked.isBeingReplaced) {
      tracked.cancelIfKept ??= reason;
      return;
    }
    tracked.cancelAsked ??= reason;
    // Whoever takes a replacement back wants neither; a process that is started again must know that too.
    if (tracked.replaces?.isOpen === true) tracked.replaces.cancelIfKept ??= reason;
    this.#commands.push({ kind: 'cancel', tracked });
  }

  apply(event: VenueEvent): void {
    const execution = this.#tracker.apply(event, this.#context.clock.now());
    if (execution !== undefined) this.executions.emit(execution);
    this.#after();
  }

  release(): void {
    if (!this.#isConnected) return;
    const commands = this.#commands;
    this.#commands = [];
    for (const command of commands) {
      if (command.kind === 'send') this.#sender.add(command.job);
      else if (command.tracked.isOpen) this.#sender.cancel(command.tracked);
    }
    this.#sender.kick();
  }

  async reconcile(signal?: AbortSignal): Promise<VenueAccount> {
    const account = await this.#reconciler.run(signal);
    this.#after();
    return account;
  }

  describe(): Readonly<Record<string, unknown>> {
    const { endpoints, timeout, reconcileEvery, sendWithin } = this.#options;
    return {
      broker: this.name,
      account: endpoints.kind,
      endpoint: endpoints.trading,
      timeout,
      reconcileEvery,
      sendWithin: sendWithin === Infinity ? 'none' : sendWithin,
    };
  }

  close(): Promise<void> {
    if (this.#state.value === 'closed') return Promise.resolve();
    this.#isConnected = false;
    this.#timers.unsubscribe();
    this.#pauses.end();
    this.#wakes.wake();
    this.#stream.close();
    this.#state.next('closed');
    this.#state.complete();
    for (const channel of [this.executions, this.events, this.notices, this.reconciled]) channel.complete();
    return Promise.resolve();
  }

  async #snapshot(): Promise<AccountSnapshot> {
    if (this.#state.value === 'closed') {
      throw new BrokerError('alpaca: the broker has been closed', { code: 'alpaca/closed', hint: 'make a new one' });
    }
    const { currency, cash } = await this.#client.account();
    if (currency !== this.#context.settings.currency) {
      throw new ConfigError(`alpaca: the account is in ${currency}, the run in ${this.#context.settings.currency}`, {
        code: 'alpaca/currency',
        context: { account: currency, run: this.#context.settings.currency },
        hint: `set the currency of the run's account to ${currency}`,
      });
    }
    const positions = await this.#client.positions();
    return {
      currency,
      cash: new Decimal(cash),
      positions: positions.map(({ symbol, quantity, entryValue }) => ({
        symbol: this.#client.ownSymbolOf(symbol),
        quantity: new Decimal(quantity),
        entryValue: new Decimal(entryValue),
      })),
    };
  }

  /** Goes on with what the journal has left open. */
  #takeUp(): void {
    this.release();
    for (const tracked of this.#tracker.open) {
      if (tracked.cancelIfKept !== undefined && !tracked.isBeingReplaced) this.#cancelKept(tracked);
      if (tracked.replaces?.isOpen === false) this.#checkOvertaken(tracked.replaces, tracked);
    }
  }

  /** What is left to find out of the orders that travel with another, once that one has got to the venue or has been given up. */
  #lookForLegs(entry: TrackedOrder): void {
    const open = entry.group.filter((each) => each !== entry && each.isOpen && !each.isKnown);
    if (open.length === 0) return;
    if (entry.isKnown) this.#run(this.#reconciler.findLegs(entry));
    // The process may have ended after it had said so of the entry, and before it could of the legs.
    else if (!entry.isOpen) for (const each of open) this.#endUnsent(each, entry.cancelAsked ?? 'entry-not-filled');
  }

  #endUnsent(tracked: TrackedOrder, reason: CancelReason): void {
    tracked.withdraw(reason, this.#options.clock.now());
    this.#tracker.settle(tracked);
  }

  #say(event: VenueEvent): void {
    if (this.#reconciler.isLooking && event.time < this.#reconciler.venueNow - MUTE_AFTER) this.#missed++;
    this.events.emit(event);
  }

  #onEnd(tracked: TrackedOrder): void {
    const { replaces, replacement } = tracked;
    if (replaces?.isOpen === true && !replaces.isBeingReplaced && replaces.cancelIfKept !== undefined) this.#cancelKept(replaces);
    if (replacement !== undefined) this.#checkOvertaken(tracked, replacement);
  }

  #cancelKept(tracked: TrackedOrder): void {
    tracked.cancelAsked ??= tracked.cancelIfKept;
    this.#sender.cancel(tracked);
  }

  /** An order that has filled in the very moment in which another took its place leaves too much to that one. */
  #checkOvertaken(old: TrackedOrder, replacement: TrackedOrder): void {
    const wanted = replacement.order.quantity?.plus(replacement.filledBefore);
    if (wanted === undefined || !replacement.isOpen || !replacement.isKnown) return;
    if (old.said.filled.plus(replacement.said.quantity!).lte(wanted)) return;
    const message = `${replacement.clientOrderId} is canceled: the order before it has filled ${old.said.filled.toString()} while it was replaced`;
    this.notices.emit({ level: 'warn', code: 'order/overtaken', message });
    replacement.cancelAsked ??= 'overtaken-by-fill';
    this.#sender.cancel(replacement);
  }

  /** Whatever has been learnt may be what a task waits for. */
  #after(): void {
    this.#wakes.wake();
    this.#sender.kick();
    if (this.#isConnected && this.#tracker.open.some((tracked) => tracked.isMissingFills || tracked.successor !== undefined)) {
      this.#run(this.#pauses.for(this.#options.fillPauses[0]!).then(() => this.#reconciler.fillGaps()));
    }
  }

  /** Compares everything, as often as it takes, and then lets orders go out. */
  async #onReady(turn: number): Promise<void> {
    for (let attempt = 0; turn === this.#turn && !this.#pauses.ended.aborted; attempt++) {
      try {
        const account = await this.#reconciler.run();
        if (turn !== this.#turn || this.#pauses.ended.aborted) return;
        this.#state.next('ready');
        this.reconciled.emit(account);
        this.#after();
        return;
      } catch (fault) {
        this.notices.emit({ level: 'error', code: 'reconcile/failed', message: wordsOf(fault), data: { attempt } });
        await this.#pauses.for(pauseOf(this.#options.lookUpPauses, attempt));
      }
    }
  }

  /** Compares once more, where the stream may have lost something. */
  #syncSoon(): void {
    if (this.#isSyncDue || !this.#isConnected) return;
    this.#isSyncDue = true;
    this.#run(
      this.#pauses.for(this.#options.fillPauses[0]!).then(async () => {
        this.#isSyncDue = false;
        await this.#sync();
      }),
    );
  }

  async #sync(): Promise<void> {
    if (this.#pauses.ended.aborted) return;
    const account = await this.#reconciler.run();
    this.reconciled.emit(account);
    this.#after();
  }

  #onTimer(): void {
    if (this.#state.value !== 'ready' || !this.#tracker.open.some((tracked) => tracked.isKnown)) return;
    const before = this.#missed;
    this.#run(
      this.#sync().then(() => {
        if (this.#missed === before) return;
        const message = `the order stream has not told of ${this.#missed - before} events: it is made anew`;
        this.notices.emit({ level: 'warn', code: 'stream/mute', message });
        this.#stream.restart();
      }),
    );
  }

  #reject(order: Order, time: Millis, { reason, message }: Refusal): void {
    this.executions.emit({ kind: 'rejected', order, time, reason, message });
  }

  /** A task in the background: its fault is reported, not lost. */
  #run(task: Promise<unknown>): void {
    task.catch((fault: unknown) => {
      if (this.#pauses.ended.aborted) return;
      this.notices.emit({ level: 'error', code: 'broker/task-failed', message: wordsOf(fault) });
    });
  }
}
