import {
  Instrument,
  Order,
  type ApprovedOrder,
  type InstrumentSpec,
  type OrderExtras,
  type OrderFields,
  type OrderId,
} from '../../../src/index.js';

/** Thursday 14 November 2024, 10:00 in New York: within a session. */
export const TEN_OCLOCK = Date.parse('2024-11-14T15:00:00Z');

type Given = Partial<Omit<OrderFields, 'id' | 'instrument'>> & { readonly id?: number; readonly instrument?: Partial<InstrumentSpec> };

/** An order for 10 shares of SPY at the market, with some of it changed. */
export function orderOf({ id = 1, instrument, ...given }: Given = {}): ApprovedOrder {
  const limit = given.limit;
  const stop = given.stop;
  const type = stop !== undefined ? (limit !== undefined ? 'stop-limit' : 'stop') : limit !== undefined ? 'limit' : 'market';
  return new Order({
    strategy: 'trend',
    strategyIndex: 0,
    instrument: new Instrument({ symbol: 'SPY', ...instrument }),
    instrumentIndex: 0,
    side: 'buy',
    type,
    lots: 10,
    notional: undefined,
    limit: undefined,
    stop: undefined,
    timeInForce: 'day',
    purpose: 'plain',
    tag: undefined,
    decidedAt: TEN_OCLOCK,
    sequence: id,
    afterFill: undefined,
    ...given,
    id: id as OrderId,
  }) as ApprovedOrder;
}

/** An entry with a take-profit and a stop-loss. */
export function bracketOf(entry: Given = {}, takeProfit = 110, stopLoss = 90): readonly [ApprovedOrder, ApprovedOrder, ApprovedOrder] {
  const parent = (entry.id ?? 1) as OrderId;
  const exit = { side: 'sell', timeInForce: entry.timeInForce ?? 'day', lots: entry.lots ?? 10 } as const;
  const legExtras = (sibling: number): OrderExtras => ({ parent, sibling: sibling as OrderId });
  return [
    orderOf(entry),
    orderOf({ ...exit, id: parent + 1, limit: takeProfit, extras: legExtras(parent + 2) }),
    orderOf({ ...exit, id: parent + 2, stop: stopLoss, extras: legExtras(parent + 1) }),
  ];
}
