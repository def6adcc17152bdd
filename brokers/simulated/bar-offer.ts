import type { TableSeries } from '../../src/core/table.js';
import type { Millis } from '../../src/core/time.js';
import { limitTouched, priceWithin, stopTouched, trailingStop } from './prices.js';
import type { WorkingOrder } from './working-order.js';

/** What one bar offers to the orders of its instrument: price points and volume. */
export class BarOffer {
  /** Lots that may still be filled on this bar. */
  volumeLeft: number;
  /** True for a bar outside the regular session. */
  readonly extended: boolean;
  /** A field: every order of the bar is measured against it. */
  readonly openTime: Millis;

  constructor(
    readonly series: TableSeries,
    readonly row: number,
    volumeLimit: number,
  ) {
    this.volumeLeft = lotsOffered(series, row, volumeLimit);
    this.extended = series.isExtended(row);
    this.openTime = series.openTimeAt(row);
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
  get close(): number {
    return this.series.close[this.row]!;
  }
  get time(): Millis {
    return this.series.time[this.row]!;
  }
  get instrumentIndex(): number {
    return this.series.instrumentIndex;
  }

  /** True when the order may use this bar's open. */
  isOpenTo(working: WorkingOrder): boolean {
    if (working.arrival || working.acceptedAt > this.openTime) return false;
    return working.plain ? !this.extended : this.#admits(working, true);
  }

  /** True when the order may use this bar's path. */
  isPathOpenTo(working: WorkingOrder): boolean {
    if (working.arrival || working.acceptedAt > this.openTime) return false;
    return this.admitsOnPath(working);
  }

  /** True when this bar's close is the auction that an order is for. */
  isAuctionOf(working: WorkingOrder): boolean {
    return working.order.timeInForce === 'cls' && working.auctionAt === this.time && working.cancelAt > this.openTime && !this.extended;
  }

  /** Whether life and hours of an order let it use the path, whenever it was accepted. */
  admitsOnPath(working: WorkingOrder): boolean {
    if (working.refusedRow === this.row) return false;
    return working.plain ? !this.extended : this.#admits(working, false);
  }

  #admits(working: WorkingOrder, atOpen: boolean): boolean {
    const { openTime } = this;
    if (working.cancelAt <= openTime) return false;
    const { timeInForce, extras } = working.order;
    if (this.extended && extras?.extendedHours !== true) return false;
    switch (timeInForce) {
      case 'gtc':
        return true;
      case 'day':
      case 'gtd':
        return (atOpen ? openTime : this.time) <= working.expiresAt;
      case 'ioc':
      case 'fok':
        return atOpen;
      case 'opg':
        return atOpen && openTime === working.auctionAt;
      case 'cls':
        return false;
    }
  }

  /** Price at which an order fills at the open, or `undefined`. A stop that the open has jumped over fills at the open. */
  priceAtOpen(working: WorkingOrder): number | undefined {
    const { order } = working;
    const { open } = this;
    switch (order.type) {
      case 'market':
        return open;
      case 'limit':
        return priceWithin(order.side, open, order.limit!) ? open : undefined;
      case 'stop':
        return working.triggered || stopTouched(order.side, order.stop!, open, open) ? open : undefined;
      case 'stop-limit':
        // Asked once for each leg: reached now means reached by this bar's open.
        if (!working.triggered && stopTouched(order.side, order.stop!, open, open)) {
          working.triggered = true;
          working.reachedRow = this.row;
        }
        working.reaching = working.reachedRow === this.row;
        return working.triggered && priceWithin(order.side, open, order.limit!) ? open : undefined;
      case 'trailing-stop':
        if (!working.triggered && stopTouched(order.side, trailingStop(order, working.extreme), open, open)) working.triggered = true;
        working.extreme = order.side === 'sell' ? Math.max(working.extreme, open) : Math.min(working.extreme, open);
        return working.triggered ? open : undefined;
    }
  }

  /** True when the price that an order waits for lies on this bar's path, whatever the path policy makes of it. */
  isInReach(working: WorkingOrder): boolean {
    const { order } = working;
    const { low, high } = this;
    switch (order.type) {
      case 'market':
        return false;
      case 'limit':
        return limitTouched(order.side, order.limit!, low, high);
      case 'stop':
        return !working.triggered && stopTouched(order.side, order.stop!, low, high);
      case 'stop-limit':
        return working.triggered ? limitTouched(order.side, order.limit!, low, high) : stopTouched(order.side, order.stop!, low, high);
      case 'trailing-stop':
        return !working.triggered && stopTouched(order.side, trailingStop(order, this.bestOf(working)), low, high);
    }
  }

  /** The best price that a trailing stop has seen once this bar is over. */
  bestOf({ order, extreme }: WorkingOrder): number {
    return order.side === 'sell' ? Math.max(extreme, this.high) : Math.min(extreme, this.low);
  }
}

/** Whole lots that the bar's volume allows; all where volume is unknown, none on a bar without volume. */
function lotsOffered(series: TableSeries, row: number, volumeLimit: number): number {
  if (series.source.columns.extra !== undefined && series.source.columns.extra.get('halted')?.[row] === 1) return 0;
  if (series.instrument.volume === 'unknown') return Infinity;
  const volume = series.volume[row]!;
  if (volume <= 0) return 0;
  return volumeLimit === Infinity ? Infinity : Math.floor((volume * volumeLimit) / series.instrument.lotStep + 1e-9);
}
