import { isTerminal, type ApprovedOrder, type Broker, type Execution } from '../../../src/index.js';
import { brokerContract, type BrokerSession, type MarketSession, type Ticket } from '../../contract/broker-contract.js';
import { VenueRun } from './venue-run.js';

/** The adapter with a server of its own, whose market trades as the contract says. */
class AlpacaSession implements BrokerSession {
  readonly #run: VenueRun;

  constructor(run: VenueRun) {
    this.#run = run;
  }

  get broker(): Broker {
    return this.#run.broker;
  }
  get executions(): readonly Execution[] {
    return this.#run.executions;
  }

  order(ticket: Ticket): ApprovedOrder {
    return this.#run.order(ticket);
  }

  async submit(order: ApprovedOrder): Promise<void> {
    this.#run.submit(order);
    await this.#run.settled();
  }

  async cancel(order: ApprovedOrder): Promise<void> {
    this.#run.cancel(order);
    await this.#run.settled();
  }

  async trade({ open, high, low, close, lots }: MarketSession): Promise<void> {
    this.#run.server.market.session({ symbol: 'A', open, high, low, close, ...(lots !== undefined && { lots }) });
    await this.#run.settled();
  }

  /** A venue has no last bar: it expires what still works. */
  async end(): Promise<void> {
    const open = new Set<string>();
    for (const { order } of this.executions) open.add(order.clientOrderId);
    for (const execution of this.executions) if (isTerminal(execution)) open.delete(execution.order.clientOrderId);
    for (const clientOrderId of open) this.#run.server.venue.expire(clientOrderId);
    await this.#run.settled();
  }
}

brokerContract({
  name: 'alpaca',
  async open({ cash, shortSales }) {
    const run = await VenueRun.open({ fills: 'next-price', account: { cash, multiplier: shortSales ? 2 : 1, shorting: shortSales } });
    // The suite closes the broker; the server behind it goes with it.
    const { broker } = run;
    const close = broker.close.bind(broker);
    broker.close = async () => {
      await close();
      await run.server.stop();
    };
    await run.ready();
    return new AlpacaSession(run);
  },
});
