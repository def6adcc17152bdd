import { simulated } from '../../../brokers/index.js';
import {
  BarTable,
  Decimal,
  Order,
  Portfolio,
  quantaOf,
  RiskGate,
  SimulatedClock,
  type ApprovedOrder,
  type Broker,
  type Execution,
  type OrderId,
  type VenueSlice,
} from '../../../src/index.js';
import { brokerContract, type BrokerSession, type MarketSession, type Ticket } from '../../contract/broker-contract.js';
import { daily, flat } from '../../support/series.js';

const SESSIONS = 64;

/** The simulated broker with a market whose bars are written as the contract trades. */
class SimulatedSession implements BrokerSession {
  readonly broker: Broker;
  readonly executions: Execution[] = [];
  // The first bar makes the last price; the others are blank until they are traded.
  readonly #table = new BarTable([
    daily(
      'A',
      Array.from({ length: SESSIONS }, () => flat(100)),
    ),
  ]);
  readonly #clock: SimulatedClock;
  readonly #portfolio: Portfolio;
  readonly #gate: RiskGate;
  #row = 0;
  #orders = 0;

  constructor(cash: number, shortSales: boolean) {
    const { instruments } = this.#table;
    this.#clock = new SimulatedClock(this.#table.firstTime);
    this.#portfolio = new Portfolio(instruments, ['contract'], quantaOf(cash));
    this.#portfolio.setMark(0, 100);
    this.#gate = new RiskGate([], this.#portfolio);
    this.broker = simulated({ volumeLimit: 0.1 })({
      table: this.#table,
      clock: this.#clock,
      account: this.#portfolio,
      settings: { currency: 'USD', cash: new Decimal(cash), shortSales },
      warn: () => {},
    });
    this.broker.executions.on((execution) => {
      if (execution.time > this.#clock.now()) this.#clock.advance(execution.time);
      if (execution.kind === 'filled') this.#portfolio.apply(execution.fill);
      this.executions.push(execution);
    });
  }

  order({ side, lots, limit, stop, timeInForce = 'gtc' }: Ticket): ApprovedOrder {
    const id = ++this.#orders;
    const review = this.#gate.review(
      new Order({
        id: id as OrderId,
        strategy: 'contract',
        strategyIndex: 0,
        instrument: this.#table.instruments[0]!,
        instrumentIndex: 0,
        side,
        type: limit !== undefined ? 'limit' : stop !== undefined ? 'stop' : 'market',
        lots,
        notional: undefined,
        limit,
        stop,
        timeInForce,
        purpose: 'plain',
        tag: undefined,
        decidedAt: this.#clock.now(),
        sequence: id,
        afterFill: undefined,
      }),
    );
    if (!(review instanceof Order)) throw new Error(`the gate says ${review.outcome}`);
    return review;
  }

  submit(order: ApprovedOrder): Promise<void> {
    this.broker.submit(order, this.#clock.now());
    return Promise.resolve();
  }

  cancel(order: ApprovedOrder): Promise<void> {
    this.broker.cancel(order, this.#clock.now(), 'requested');
    return Promise.resolve();
  }

  trade({ open, high, low, close, lots = 1_000_000 }: MarketSession): Promise<void> {
    const row = ++this.#row;
    const series = this.#table.finestSeries(0);
    if (row >= SESSIONS) throw new RangeError('no more sessions');
    series.open[row] = open;
    series.high[row] = high;
    series.low[row] = low;
    series.close[row] = close;
    series.volume[row] = lots * 10;
    const slice: VenueSlice = { time: series.time[row]!, size: 1, seriesAt: () => series, rowAt: () => row };
    const venue = this.broker.venue!;
    if (venue.active) {
      venue.match(slice, () => {});
      venue.expire(slice);
    }
    this.#clock.advance(slice.time);
    this.#portfolio.setMark(0, close);
    return Promise.resolve();
  }

  end(): Promise<void> {
    this.broker.venue!.finish();
    return Promise.resolve();
  }
}

brokerContract({
  name: 'simulated',
  async open({ cash, shortSales }) {
    const session = new SimulatedSession(cash, shortSales);
    await session.broker.connect();
    return session;
  },
});
