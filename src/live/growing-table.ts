import type { ExternalSeries } from '../core/external.js';
import { ConfigError } from '../core/errors.js';
import type { PriceBasis } from '../core/instrument.js';
import type { MergedOrder } from '../core/merge.js';
import type { BarSeries } from '../core/series.js';
import { BarTable } from '../core/table.js';
import { isoInstant, type BarInterval, type Millis } from '../core/time.js';
import type { SliceBar } from '../feed/live-feed.js';
import { GrowingColumn, GrowingSeries, MOST_ROWS } from './growing-series.js';

/** A table that slices are added to while a run goes on. It may begin empty. */
export class GrowingTable<Basis extends PriceBasis = PriceBasis> extends BarTable<Basis> {
  readonly #order: GrowingOrder;
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(history: readonly BarSeries[], externals: readonly ExternalSeries[] = []) {
    super(
      history.map((series) => new GrowingSeries(series)),
      externals,
      { mayBeEmpty: true },
    );
    this.#order = new GrowingOrder(super.order, this.series.length);
    this.#numbers = new Map(this.series.map((series) => [keyOf(series.instrument.symbol, series.interval), series.index]));
  }

  override get order(): MergedOrder {
    return this.#order;
  }

  /**
   * Adds the bars that closed at one instant. Returns the number of their slice.
   * @throws ConfigError for a bar of a series that the table does not have.
   */
  append(time: Millis, bars: readonly SliceBar[]): number {
    const placed = bars.map((bar) => ({ bar, number: this.#numberOf(bar.symbol, bar.interval) }));
    placed.sort((a, b) => a.number - b.number);
    for (const { bar, number } of placed) (this.series[number]!.source as GrowingSeries).append(bar);
    return this.#order.append(
      time,
      placed.map(({ number }) => number),
    );
  }

  /** Close of the last bar, -Infinity before the first. */
  get latest(): Millis {
    return this.sliceCount === 0 ? -Infinity : this.lastTime;
  }

  #numberOf(symbol: string, interval: BarInterval): number {
    const number = this.#numbers.get(keyOf(symbol, interval));
    if (number !== undefined) return number;
    throw new ConfigError(`${symbol} ${interval} is no series of this run`, {
      code: 'live/unknown-series',
      context: { symbol, interval, known: [...this.#numbers.keys()] },
      hint: 'the live feed and the history must have the same symbols and interval',
    });
  }
}

function keyOf(symbol: string, interval: BarInterval): string {
  return `${symbol} ${interval}`;
}

/** The merged order of a table that grows. */
class GrowingOrder implements MergedOrder {
  readonly #times: GrowingColumn<Float64Array>;
  readonly #starts: GrowingColumn<Uint32Array>;
  readonly #entries: GrowingColumn<Uint16Array>;

  constructor({ sliceCount, times, starts, entries }: MergedOrder, series: number) {
    this.#times = new GrowingColumn(Float64Array, times.subarray(0, sliceCount), MOST_ROWS);
    this.#starts = new GrowingColumn(
      Uint32Array,
      starts ?? Uint32Array.from({ length: sliceCount + 1 }, (_, slice) => slice),
      MOST_ROWS + 1,
    );
    this.#entries = new GrowingColumn(Uint16Array, entries ?? new Uint16Array(sliceCount), MOST_ROWS * series);
  }

  get sliceCount(): number {
    return this.#times.values.length;
  }
  get times(): Float64Array {
    return this.#times.values;
  }
  get starts(): Uint32Array {
    return this.#starts.values;
  }
  get entries(): Uint16Array {
    return this.#entries.values;
  }

  append(time: Millis, series: readonly number[]): number {
    const slice = this.sliceCount;
    if (slice > 0 && !(time > this.times[slice - 1]!)) throw outOfOrder(time, this.times[slice - 1]!);
    for (const number of series) this.#entries.push(number);
    this.#starts.push(this.entries.length);
    this.#times.push(time);
    return slice;
  }
}

function outOfOrder(time: Millis, last: Millis): ConfigError {
  return new ConfigError(`a slice of ${isoInstant(time)} cannot follow that of ${isoInstant(last)}`, {
    code: 'live/slice-order',
    context: { time, last },
    hint: 'slices come in time order; a bar that comes later is late and does not change history',
  });
}
