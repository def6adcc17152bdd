import { Fill, Order, quantaOf, sumQuanta, type DecimalInput, type Instrument, type OrderId, type Side } from '../../src/index.js';

export interface FillSpec {
  readonly instrument: Instrument;
  readonly instrumentIndex?: number;
  readonly strategyIndex?: number;
  readonly side: Side;
  readonly lots: number;
  readonly price: number;
  /** What was paid or got, as a venue states it. */
  readonly value: DecimalInput;
  readonly costs?: Readonly<Record<string, DecimalInput>>;
  readonly time?: number;
}

let made = 0;

/** A fill as a broker would report it. */
export function fillOf(spec: FillSpec): Fill {
  const { instrument, instrumentIndex = 0, strategyIndex = 0, side, lots, price, costs = {}, time = 0 } = spec;
  const id = ++made;
  const order = new Order({
    id: id as OrderId,
    strategy: 'test',
    strategyIndex,
    instrument,
    instrumentIndex,
    side,
    type: 'market',
    lots,
    notional: undefined,
    limit: undefined,
    stop: undefined,
    timeInForce: 'gtc',
    purpose: 'plain',
    tag: undefined,
    decidedAt: time,
    sequence: 1,
    afterFill: undefined,
  });
  const items = Object.entries(costs).map(([kind, amount]) => ({ kind, amount: quantaOf(amount, 'up') }));
  return new Fill({
    id,
    order,
    lots,
    price,
    reference: price,
    value: quantaOf(spec.value, side === 'buy' ? 'up' : 'down'),
    costs: items,
    cost: sumQuanta(items.map((item) => item.amount)),
    time,
    knownAt: time,
    point: 'open',
    pathDependent: false,
  });
}
