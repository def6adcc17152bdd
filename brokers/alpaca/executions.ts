import type { VenueEvent } from '../../src/broker/live-broker.js';
import { BrokerError } from '../../src/core/errors.js';
import type { Execution } from '../../src/core/execution.js';
import { Fill, type CostItem } from '../../src/core/fill.js';
import type { Instrument } from '../../src/core/instrument.js';
import { Decimal, lotsToDecimal, valueOfLots } from '../../src/core/money.js';
import type { Millis } from '../../src/core/time.js';
import type { TrackedOrder } from './tracked-order.js';

/** The venue charges fees apart from its fills. */
const NO_COSTS: readonly CostItem[] = [];

/**
 * What an event means to the engine. Called before the event is taken into the order's history.
 * @param fillId - the number of the fill, if it is one.
 * @param now - the engine's time.
 * @throws BrokerError where the venue has filled a part of a lot.
 */
export function executionOf({ order, applied }: TrackedOrder, event: VenueEvent, fillId: number, now: Millis): Execution {
  const of = { order, time: now };
  switch (event.kind) {
    case 'held':
    case 'accepted':
      return { kind: event.kind, ...of };
    case 'rejected':
      return { kind: 'rejected', ...of, reason: event.reason, message: event.message };
    case 'canceled':
      return { kind: 'canceled', ...of, reason: event.reason, ...(event.message !== undefined && { message: event.message }) };
    case 'expired':
      return { kind: 'expired', ...of, reason: event.reason };
    case 'reduced': {
      const { instrument } = order;
      const [from, to] = [lotsOf(applied.quantity!, instrument), lotsOf(event.to, instrument)];
      return { kind: 'reduced', ...of, from, to, reason: event.reason, message: event.message };
    }
    case 'filled': {
      const { instrument, side } = order;
      const lots = lotsOf(event.quantity, instrument);
      const price = Number(event.price);
      const left = applied.quantity === undefined ? 0 : Math.max(0, lotsOf(applied.quantity.minus(event.cumulative), instrument));
      const fill = new Fill({
        id: fillId,
        order,
        lots,
        price,
        reference: price,
        value: valueOfLots(price, lots, instrument.unit, side === 'buy' ? 'up' : 'down'),
        costs: NO_COSTS,
        cost: 0,
        // The two clocks may differ by a little; no fill comes before its order, and none after it is known.
        time: Math.min(Math.max(event.time, order.decidedAt), now),
        knownAt: now,
        point: 'path',
        pathDependent: false,
      });
      return {
        kind: 'filled',
        ...of,
        fill,
        remaining: left,
        complete: applied.quantity === undefined ? event.complete === true : left === 0,
      };
    }
  }
}

function lotsOf(quantity: string | Decimal, instrument: Instrument): number {
  const lots = new Decimal(quantity).div(lotsToDecimal(1, instrument.lot));
  if (lots.isInteger()) return lots.toNumber();
  throw new BrokerError(`${instrument.symbol}: the venue says ${quantity.toString()} units, and a lot is ${instrument.lotStep}`, {
    code: 'alpaca/part-of-a-lot',
    context: { symbol: instrument.symbol, quantity: quantity.toString(), lotStep: instrument.lotStep },
    hint: 'set the lotStep of the instrument to 0.000000001, the smallest fraction that the venue fills',
  });
}
