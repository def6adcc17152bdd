import { Bar } from '../core/bar.js';
import type { TableSeries } from '../core/table.js';
import type { BarIndicator, ValueIndicator } from '../indicators/indicator.js';
import type { AnyIndicator, IndicatorField, IndicatorOptions, IndicatorSource } from '../strategy/indicator-field.js';

interface Sourced {
  readonly indicator: ValueIndicator;
  readonly source: Exclude<IndicatorSource, 'close'>;
}

/** The indicators of one strategy that one series feeds. */
export class IndicatorFeed {
  readonly #series: TableSeries;
  readonly #close: Float64Array;
  readonly #onClose: ValueIndicator[] = [];
  readonly #sourced: Sourced[] = [];
  readonly #onBar: BarIndicator[] = [];
  /** Those that also see bars outside the regular session; the rest of the feed skips them. */
  #extended: IndicatorFeed | undefined;
  /** 1 where a bar is left out. */
  readonly #skip: Uint8Array | undefined;
  #needsBars = false;
  #warm = false;

  constructor(series: TableSeries) {
    this.#series = series;
    this.#close = series.close;
    this.#skip = series.extended;
  }

  /** Makes the field's instance for this series' instrument and feeds it from now on. */
  add(field: IndicatorField<AnyIndicator>): void {
    if (field.options.extendedHours === true && this.#series.extended !== undefined) {
      this.#extended ??= new IndicatorFeed(this.#series);
      this.#extended.#attach(field.bind(this.#series.instrumentIndex), field.options);
    } else this.#attach(field.bind(this.#series.instrumentIndex), field.options);
  }

  /** True once every indicator has its first value. */
  get warm(): boolean {
    this.#warm ||= this.#isWarm();
    return this.#warm;
  }

  /** Asked for each bar until it is true, so without making anything. */
  #isWarm(): boolean {
    for (const indicator of this.#onClose) if (!indicator.ready) return false;
    for (const indicator of this.#onBar) if (!indicator.ready) return false;
    for (const { indicator } of this.#sourced) if (!indicator.ready) return false;
    return this.#extended === undefined || this.#extended.warm;
  }

  update(row: number): void {
    if (this.#extended !== undefined) this.#extended.#feed(row);
    if (this.#skip === undefined || this.#skip[row] === 0) this.#feed(row);
  }

  #attach(indicator: AnyIndicator, { source = 'close' }: IndicatorOptions): void {
    this.#needsBars ||= indicator.input === 'bar' || source !== 'close';
    if (indicator.input === 'bar') this.#onBar.push(indicator);
    else if (source === 'close') this.#onClose.push(indicator);
    else this.#sourced.push({ indicator, source });
  }

  #feed(row: number): void {
    const onClose = this.#onClose;
    const close = this.#close[row]!;
    for (let i = 0; i < onClose.length; i++) onClose[i]!.update(close);
    if (this.#needsBars) this.#feedBar(new Bar(this.#series, row));
  }

  #feedBar(bar: Bar): void {
    for (const indicator of this.#onBar) indicator.update(bar);
    for (const { indicator, source } of this.#sourced) indicator.update(typeof source === 'function' ? source(bar) : bar[source]);
  }
}
