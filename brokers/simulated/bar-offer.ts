import type { TableSeries } from '../../src/core/table.js';
import type { Millis } from '../../src/core/time.js';
import type { WorkingOrder } from './working-order.js';

/** What one bar offers to the orders of its instrument: price points and volume. */
export class BarOffer {
  /** Lots that may still be filled on this bar. */
  volumeLeft: number;

  constructor(
    readonly series: TableSeries,
    readonly row: number,
    volumeLimit: number,
  ) {
    this.volumeLeft = lotsOffered(series, row, volumeLimit);
  }

  get open(): number {
    return this.series.open[this.row]!;
  }
  get high(): number {
    return this.series.high[this.row]!;
  }
  get low(): number {
    return this.series.low[this.row]!;
  }
  get openTime(): Millis {
    return this.series.openTimeAt(this.row);
  }
  get time(): Millis {
    return this.series.time[this.row]!;
  }
  get instrumentIndex(): number {
    return this.series.instrumentIndex;
  }

  /** True when the order may use this bar's open and everything after it. */
  isOpenTo(order: WorkingOrder): boolean {
    return !order.arrival && order.acceptedAt <= this.openTime;
  }

  /** Price at which an order fills at the open, or `undefined`. A stop that the open has jumped over fills at the open. */
  priceAtOpen({ order, triggered }: WorkingOrder): number | undefined {
    const { open } = this;
    switch (order.type) {
      case 'market':
        return open;
      case 'limit':
        return order.side === 'buy' ? (open <= order.limit! ? open : undefined) : open >= order.limit! ? open : undefined;
      case 'stop':
        return triggered || (order.side === 'buy' ? open >= order.stop! : open <= order.stop!) ? open : undefined;
    }
  }

  /** Price at which an order fills between the open and the close, or `undefined`. Markets fill at opens only. */
  priceOnPath({ order, triggered }: WorkingOrder): number | undefined {
    switch (order.type) {
      case 'market':
        return undefined;
      case 'limit':
        return order.side === 'buy'
          ? this.low <= order.limit!
            ? order.limit
            : undefined
          : this.high >= order.limit!
            ? order.limit
            : undefined;
      case 'stop':
        if (triggered) return undefined;
        return order.side === 'buy'
          ? this.high >= order.stop!
            ? order.stop
            : undefined
          : this.low <= order.stop!
            ? order.stop
            : undefined;
    }
  }
}

/** Whole lots that the bar's volume allows; all where volume is unknown, none on a bar without volume. */
function lotsOffered(series: TableSeries, row: number, volumeLimit: number): number {
  if (series.instrument.volume === 'unknown') return Infinity;
  const volume = series.volume[row]!;
  if (volume <= 0) return 0;
  return volumeLimit === Infinity ? Infinity : Math.floor((volume * volumeLimit) / series.instrument.lotStep + 1e-9);
}
