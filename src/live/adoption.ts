import type { Assembly } from '../engine/assembly.js';
import { ConfigError } from '../core/errors.js';
import { Fill } from '../core/fill.js';
import type { Instrument } from '../core/instrument.js';
import { Decimal, lotsToDecimal, quantaOf, valueOfLots } from '../core/money.js';
import type { Portfolio } from '../portfolio/portfolio.js';
import type { AdoptedPosition, CashChange } from './live-input.js';

/** Flow of the ledger for cash that came or went without the run. */
const ADJUSTMENT = 'adjustment';

/**
 * Takes positions into the books that the run did not trade: as orders that have filled at once, without costs.
 * @throws ConfigError for a quantity that is no whole number of lots, or a symbol that the run does not have.
 */
export function adoptPositions(positions: readonly AdoptedPosition[], { broker, clock, hosts, table, record }: Assembly): void {
  for (const { symbol, quantity, price } of positions) {
    const index = table.indexOf(symbol);
    const instrument = table.instruments[index]!;
    const host = hosts.find(({ symbols }) => symbols.includes(symbol)) ?? hosts[0]!;
    const signedLots = lotsOf(quantity, instrument);
    const order = host.desk.adopt(index, signedLots);
    const time = clock.now();
    const priceNumber = Number(price);
    broker.executions.emit({ kind: 'accepted', order, time });
    const fill = new Fill({
      id: record.fillLog.length + 1,
      order,
      lots: order.lots,
      price: priceNumber,
      reference: priceNumber,
      value: valueOfLots(priceNumber, order.lots, instrument.unit, signedLots > 0 ? 'up' : 'down'),
      costs: [],
      cost: 0,
      time,
      knownAt: time,
      point: 'close',
      pathDependent: false,
    });
    broker.executions.emit({ kind: 'filled', order, time, fill, remaining: 0, complete: true });
  }
}

/** Books cash that came (below 0: went) without an order: a deposit, or what the venue pays and charges by itself. */
export function bookCash({ amount, as }: CashChange, portfolio: Portfolio): void {
  const quanta = quantaOf(amount);
  if (as === 'deposit') return portfolio.deposit(quanta);
  portfolio.accrueIncome(ADJUSTMENT, quanta);
  portfolio.ledger.settle(ADJUSTMENT, quanta);
}

function lotsOf(quantity: string, { symbol, lot, lotStep }: Instrument): number {
  const lots = new Decimal(quantity).div(lotsToDecimal(1, lot));
  if (lots.isInteger()) return lots.toNumber();
  throw new ConfigError(`the account holds ${quantity} ${symbol}, which is no whole number of lots of ${lotStep}`, {
    code: 'live/fractional-position',
    context: { symbol, quantity, lotStep },
    hint: `give ${symbol} a smaller lotStep in its feed, or sell the fraction`,
  });
}
