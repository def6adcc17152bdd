import type { Instrument } from '../core/instrument.js';
import { lotsToDecimal, quantaToDecimal, quantaToNumber, type Decimal } from '../core/money.js';
import type { Millis } from '../core/time.js';
import type { LotQueue } from './lots.js';

/** A strategy's holding of one instrument. */
export interface Position {
  readonly symbol: string;
  /** Units held as float64, below 0 when short, 0 when flat. */
  readonly quantity: number;
  /** The same, exact. */
  readonly exactQuantity: Decimal;
  readonly isFlat: boolean;
  readonly isLong: boolean;
  readonly isShort: boolean;
  /** Average entry price of the open lots, before costs; `undefined` when flat. */
  readonly averagePrice: number | undefined;
  /** Value at entry of the open lots, exact, at least 0. */
  readonly entryValue: Decimal;
  /** Value at the last mark, below 0 when short; `undefined` before the first mark. */
  readonly marketValue: number | undefined;
  /** Profit or loss of the open lots at the last mark, before costs. */
  readonly unrealised: number | undefined;
  /** Time of the fill that opened the oldest open lot. */
  readonly openedAt: Millis | undefined;
}

/** A {@link Position} as it was when it was asked for. */
export class PositionView implements Position {
  readonly symbol: string;
  readonly quantity: number;
  readonly exactQuantity: Decimal;
  readonly averagePrice: number | undefined;
  readonly entryValue: Decimal;
  readonly marketValue: number | undefined;
  readonly unrealised: number | undefined;
  readonly openedAt: Millis | undefined;

  constructor(instrument: Instrument, lots: LotQueue, mark: number) {
    this.symbol = instrument.symbol;
    this.exactQuantity = lotsToDecimal(lots.signedLots, instrument.lot);
    this.quantity = lots.signedLots * instrument.lotStep;
    const size = this.quantity * instrument.multiplier;
    const entry = quantaToNumber(lots.value);
    this.entryValue = quantaToDecimal(lots.value);
    this.averagePrice = size === 0 ? undefined : entry / Math.abs(size);
    this.marketValue = size === 0 ? 0 : Number.isNaN(mark) ? undefined : size * mark;
    this.unrealised = this.marketValue === undefined ? undefined : this.marketValue - Math.sign(size) * entry;
    this.openedAt = lots.first?.time;
  }

  get isFlat(): boolean {
    return this.quantity === 0;
  }
  get isLong(): boolean {
    return this.quantity > 0;
  }
  get isShort(): boolean {
    return this.quantity < 0;
  }
}
