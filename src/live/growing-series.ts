import { ConfigError } from '../core/errors.js';
import { BarSeries, type SeriesColumns } from '../core/series.js';
import type { LiveBar } from '../feed/live-feed.js';

/** Rows for which address space is set aside, 8 bytes each a column; memory is taken only as rows come. Ten years of minutes. */
export const MOST_ROWS = 1 << 20;

type AnyColumn = Float64Array | Uint8Array | Uint16Array | Uint32Array;

/** A column that gets longer: whoever holds `values` sees it grow. */
export class GrowingColumn<A extends AnyColumn> {
  readonly values: A;
  readonly #buffer: ArrayBuffer;

  constructor(
    make: { new (buffer: ArrayBuffer): A; readonly BYTES_PER_ELEMENT: number },
    initial: { readonly length: number; readonly [at: number]: number },
    most: number,
  ) {
    const size = make.BYTES_PER_ELEMENT;
    this.#buffer = new ArrayBuffer(initial.length * size, { maxByteLength: Math.max(most, initial.length) * size });
    this.values = new make(this.#buffer);
    this.values.set(initial);
  }

  /** @throws RangeError when the column is full. */
  push(value: number): void {
    const { values } = this;
    const row = values.length;
    this.#buffer.resize(this.#buffer.byteLength + values.BYTES_PER_ELEMENT);
    values[row] = value;
  }
}

type Floats = GrowingColumn<Float64Array>;
type PriceColumns = Readonly<Record<'time' | 'openTime' | 'open' | 'high' | 'low' | 'close' | 'volume', Floats>>;

/** A series that bars are added to while a run goes on. Rows never move, so that bars that were handed out stay what they are. */
export class GrowingSeries extends BarSeries {
  readonly #columns: PriceColumns;
  readonly #extended: GrowingColumn<Uint8Array>;
  readonly #extra: ReadonlyMap<string, Floats>;
  readonly #most: number;

  constructor(history: BarSeries, most: number = MOST_ROWS) {
    const { columns: past, length } = history;
    const floats = (column: Float64Array): Floats => new GrowingColumn(Float64Array, column, most);
    const columns: PriceColumns = {
      time: floats(past.time),
      openTime: floats(past.openTime ?? Float64Array.from(past.time, (_, row) => history.openTimeAt(row))),
      open: floats(past.open),
      high: floats(past.high),
      low: floats(past.low),
      close: floats(past.close),
      volume: floats(past.volume),
    };
    const extended = new GrowingColumn(Uint8Array, past.extended ?? new Uint8Array(length), most);
    const extra = new Map([...(past.extra ?? [])].map(([name, column]) => [name, floats(column)]));
    super(history.instrument, history.interval, {
      ...(Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.values])) as unknown as SeriesColumns),
      extended: extended.values,
      ...(extra.size > 0 && { extra: new Map([...extra].map(([name, column]) => [name, column.values])) }),
    });
    this.#columns = columns;
    this.#extended = extended;
    this.#extra = extra;
    this.#most = most;
  }

  /** Adds a bar after the last one. @throws ConfigError when the run has become too long. */
  append(bar: Omit<LiveBar, 'instrument' | 'interval' | 'origin'>): void {
    if (this.length >= this.#most) throw full(this.instrument.symbol, this.#most);
    const { time, openTime, open, high, low, close, volume } = this.#columns;
    openTime.push(bar.openTime);
    open.push(bar.open);
    high.push(bar.high);
    low.push(bar.low);
    close.push(bar.close);
    volume.push(bar.volume);
    this.#extended.push(bar.extended ? 1 : 0);
    for (const [name, column] of this.#extra) column.push(bar.extra?.[name] ?? Number.NaN);
    // Last, because it is what says how many bars there are.
    time.push(bar.time);
  }
}

function full(symbol: string, most: number): ConfigError {
  return new ConfigError(`${symbol}: this run has taken ${most} bars, as many as it can hold`, {
    code: 'live/too-many-bars',
    context: { symbol, most },
    hint: 'start a new instance: its history warms it up',
  });
}
