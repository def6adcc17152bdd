import { setTimeout as wait } from 'node:timers/promises';

import { alpacaBroker, type AlpacaBrokerOptions } from '../../../brokers/index.js';
import { startFakeAlpaca, type FakeAlpaca, type FakeAlpacaOptions } from '../../../brokers/testing/index.js';
import {
  BarTable,
  Decimal,
  LiveClock,
  Order,
  Portfolio,
  quantaOf,
  type ApprovedOrder,
  type BrokerNotice,
  type Execution,
  type LiveBroker,
  type OrderExtras,
  type OrderFields,
  type OrderId,
  type VenueAccount,
  type VenueEvent,
} from '../../../src/index.js';
import { daily, flat } from '../../support/series.js';

/** Patience of tests: a loopback server answers within a millisecond. */
export const HASTY: AlpacaBrokerOptions = {
  timeout: 250,
  streamTimeout: 250,
  reconnectPause: 10,
  reconcileEvery: 400,
  lookUpPauses: [5, 10, 20, 40, 80],
  fillPauses: [10, 30, 60],
};

const clock = new LiveClock();
let lastDecision = 0;

type Given = Partial<Omit<OrderFields, 'id' | 'instrument'>> & { readonly group?: true };

/** What a process leaves behind: its commands and what it was told, in the order in which they came. */
type Entry =
  | { readonly do: 'submit'; readonly order: ApprovedOrder; readonly group: readonly ApprovedOrder[] }
  | { readonly do: 'replace'; readonly old: ApprovedOrder; readonly order: ApprovedOrder }
  | { readonly do: 'cancel'; readonly order: ApprovedOrder }
  | { readonly do: 'apply'; readonly event: VenueEvent };

/** A broker that talks to a fake Alpaca, with the least of an engine behind it: a journal, books, and the time. */
export class VenueRun {
  readonly server: FakeAlpaca;
  readonly options: AlpacaBrokerOptions;
  broker!: LiveBroker;
  /** Everything that the broker has said: of a run that was restarted, once. */
  executions: Execution[] = [];
  journal: Entry[] = [];
  notices: BrokerNotice[] = [];
  portfolio!: Portfolio;
  readonly #cash: number;
  readonly #table = new BarTable([daily('A', [flat(100)])]);
  #orders = 0;

  private constructor(server: FakeAlpaca, options: AlpacaBrokerOptions, cash: number) {
    this.server = server;
    this.options = { ...HASTY, env: { ...server.env }, ...options };
    this.#cash = cash;
    this.#make();
  }

  static async open(server: FakeAlpacaOptions = {}, options: AlpacaBrokerOptions = {}): Promise<VenueRun> {
    const { account = {} } = server;
    const fake = await startFakeAlpaca({ hours: 'driven', partialFills: 0, priceCollar: false, ...server });
    fake.market.quote('A', 100);
    const run = new VenueRun(fake, options, Number(account.cash ?? 100_000));
    await run.broker.connect();
    return run;
  }

  #make(): void {
    this.portfolio = new Portfolio(this.#table.instruments, ['run'], quantaOf(this.#cash));
    this.portfolio.setMark(0, 100);
    this.executions = [];
    this.broker = alpacaBroker(this.options)({
      table: this.#table,
      clock,
      account: this.portfolio,
      settings: { currency: 'USD', cash: new Decimal(this.#cash), shortSales: true },
      warn: () => {},
    }) as LiveBroker;
    this.broker.executions.on((execution) => {
      if (execution.kind === 'filled') this.portfolio.apply(execution.fill);
      this.executions.push(execution);
    });
    this.broker.notices.on((notice) => this.notices.push(notice));
    this.broker.events.on((event) => {
      this.journal.push({ do: 'apply', event });
      this.broker.apply(event);
    });
  }

  /** An order for 10 lots of A at the market that is good till canceled, with some of it changed. */
  order(given: Given = {}): ApprovedOrder {
    const { limit, stop } = given;
    const id = ++this.#orders;
    // Every order is a decision of its own.
    lastDecision = Math.max(lastDecision, clock.now());
    return new Order({
      id: id as OrderId,
      strategy: 'run',
      strategyIndex: 0,
      instrument: this.#table.instruments[0]!,
      instrumentIndex: 0,
      side: 'buy',
      type: stop !== undefined ? (limit !== undefined ? 'stop-limit' : 'stop') : limit !== undefined ? 'limit' : 'market',
      lots: 10,
      notional: undefined,
      limit: undefined,
      stop: undefined,
      timeInForce: 'gtc',
      purpose: 'plain',
      tag: undefined,
      decidedAt: lastDecision,
      sequence: id,
      afterFill: undefined,
      ...given,
    }) as ApprovedOrder;
  }

  /** Entry, take-profit and stop-loss. */
  bracket(entry: Given, takeProfit: number, stopLoss: number): readonly [ApprovedOrder, ApprovedOrder, ApprovedOrder] {
    const parent = (this.#orders + 1) as OrderId;
    const extras = (sibling: number): OrderExtras => ({ parent, sibling: sibling as OrderId });
    const first = this.order(entry);
    const exit = { side: 'sell', lots: first.lots } as const;
    return [
      first,
      this.order({ ...exit, limit: takeProfit, extras: extras(parent + 2) }),
      this.order({ ...exit, stop: stopLoss, extras: extras(parent + 1) }),
    ];
  }

  submit(order: ApprovedOrder, ...group: ApprovedOrder[]): ApprovedOrder {
    this.#note({ do: 'submit', order, group });
    return order;
  }

  replace(old: ApprovedOrder, changes: Given): ApprovedOrder {
    const { side, lots, limit, stop, timeInForce, extras } = old;
    const terms = { side, lots, limit, stop, timeInForce, extras: { ...extras, replaces: old.id } };
    const order = this.order({ ...terms, ...changes });
    this.#note({ do: 'replace', old, order });
    return order;
  }

  cancel(order: ApprovedOrder): void {
    this.#note({ do: 'cancel', order });
  }

  #note(entry: Entry): void {
    this.journal.push(entry);
    this.#do(entry);
    this.broker.release();
  }

  #do(entry: Entry): void {
    switch (entry.do) {
      case 'submit':
        this.broker.submit(entry.order, clock.now(), entry.group.length > 0 ? entry.group : undefined);
        break;
      case 'replace':
        this.broker.replace(entry.old, entry.order, clock.now());
        break;
      case 'cancel':
        this.broker.cancel(entry.order, clock.now(), 'requested');
        break;
      case 'apply':
        this.broker.apply(entry.event);
    }
  }

  /** Ends this process without a word, and starts the next one from the journal. */
  async restart(): Promise<void> {
    await this.broker.close();
    this.#make();
    for (const entry of this.journal) this.#do(entry);
    await this.broker.connect();
  }

  /** Waits until a condition holds. */
  async until(what: string, isSo: () => boolean, patience = 10_000): Promise<void> {
    for (const end = clock.now() + patience; !isSo();) {
      if (clock.now() > end) throw new Error(`not within ${patience} ms: ${what}\n${this.#story()}`);
      await wait(1);
    }
  }

  ready(): Promise<void> {
    let state = '';
    this.broker.connection.subscribe((now) => (state = now));
    return this.until('the broker is ready', () => state === 'ready');
  }

  /** Waits until everything that the server has done has been told, and everything that was asked has an answer. */
  async settled(): Promise<void> {
    await this.ready();
    await this.until('the broker knows what the server knows', () => !this.broker.busy && this.#isLevel());
  }

  of(order: ApprovedOrder): Execution[] {
    return this.executions.filter((execution) => execution.order.id === order.id);
  }

  kinds(order: ApprovedOrder): string[] {
    return this.of(order).map(({ kind }) => kind);
  }

  /** Orders of this client id that the server has taken. */
  taken(order: ApprovedOrder): number {
    return this.server.state().orders.filter(({ clientOrderId }) => clientOrderId === order.clientOrderId).length;
  }

  async account(): Promise<VenueAccount> {
    return this.broker.reconcile();
  }

  async close(): Promise<void> {
    await this.broker.close();
    await this.server.stop();
  }

  /** Fills and ends, here and there. Legs have names of the server's own: their fills count in the position. */
  #isLevel(): boolean {
    const state = this.server.state();
    if (Number(state.positions['A']?.qty ?? 0) !== this.portfolio.netLots(0)) return false;
    return state.orders.every(({ clientOrderId, status, filledQty }) => {
      const own = this.executions.filter((execution) => execution.order.clientOrderId === clientOrderId);
      if (own.length === 0) return clientOrderId.length === 36;
      const filled = own.reduce((sum, execution) => sum + (execution.kind === 'filled' ? execution.fill.lots : 0), 0);
      const last = own.at(-1)!;
      const isOver = last.kind === 'filled' ? last.complete : ['canceled', 'expired', 'rejected'].includes(last.kind);
      return filled === Number(filledQty) && isOver === ['filled', 'canceled', 'expired', 'rejected', 'replaced'].includes(status);
    });
  }

  #story(): string {
    const { orders, attempts, fills, faults } = this.server.state();
    const said = this.executions.map(({ kind, order }) => `${order.clientOrderId} ${kind}`);
    const heard = this.notices.map(({ code, message }) => `${code}: ${message}`);
    return JSON.stringify({ busy: this.broker.busy, orders, attempts, fills, faults, said, heard }, undefined, 1);
  }
}
