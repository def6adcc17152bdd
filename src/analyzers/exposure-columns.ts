import type { FillView } from '../core/fill.js';
import type { Rows } from '../core/rows.js';
import type { TableSeries } from '../core/table-series.js';
import type { BarTable } from '../core/table.js';
import type { EquityCurve } from './equity-curve.js';

/** Exposures at every point, as fractions of the equity there; NaN where that was not positive. */
export interface ExposureColumns {
  readonly gross: Float64Array;
  /** The very array of `gross` where no value of a position was below 0. */
  readonly net: Float64Array;
}

/**
 * Goes through a finished run once more and says what was held at each of its points: fills in the slice of their bar,
 * marks at the closes, as the engine does it. O(bars + points × open positions), and only when someone asks.
 */
export function exposureColumns(table: BarTable, fills: Rows<FillView>, curve: Pick<EquityCurve, 'times' | 'equity'>): ExposureColumns {
  return table.series.length === 1 ? ofOneSeries(table.series[0]!, fills, curve) : ofManySeries(table, fills, curve);
}

/** One series needs neither a list of open positions nor marks: the close of each bar is the mark, and gross the size of net. */
function ofOneSeries(
  { time, close }: TableSeries,
  fills: Rows<FillView>,
  { times, equity }: Pick<EquityCurve, 'times' | 'equity'>,
): ExposureColumns {
  const net = new Float64Array(times.length);
  let short = false;
  let lots = 0;
  let size = 0;
  let row = 0;
  for (let at = 0, point = 0; point < times.length;) {
    let fill = fills.at(at);
    for (; fill !== undefined && fill.knownAt <= times[point]!; fill = fills.at(++at)) {
      lots += fill.signedLots;
      size = lots * fill.instrument.unitSize;
    }
    const change = fill?.knownAt ?? Infinity;
    for (; point < times.length && times[point]! < change; point++) {
      while (time[row]! < times[point]!) row++;
      const whole = equity[point]!;
      const part = whole > 0 ? (size * close[row]!) / whole : Number.NaN;
      if (part < 0) short = true;
      net[point] = part;
    }
  }
  return { gross: short ? sizesOf(net) : net, net };
}

function sizesOf(values: Float64Array): Float64Array {
  const sizes = new Float64Array(values.length);
  for (let i = 0; i < sizes.length; i++) sizes[i] = Math.abs(values[i]!);
  return sizes;
}

function ofManySeries(table: BarTable, fills: Rows<FillView>, { times, equity }: Pick<EquityCurve, 'times' | 'equity'>): ExposureColumns {
  const { instruments, series, order } = table;
  const { starts, entries } = order;
  const gross = new Float64Array(times.length);
  const net = new Float64Array(times.length);
  // At hand as columns: the loops below run once a bar.
  const closes = series.map((bars) => bars.close);
  const rows = new Int32Array(series.length);
  const marks = new Float64Array(instruments.length).fill(Number.NaN);
  const sizes = new Float64Array(instruments.length);
  const lots = new Float64Array(instruments.length);
  let open: number[] = [];
  let at = 0;
  let nextFill = fills.at(0)?.knownAt ?? Infinity;
  let point = 0;
  for (let slice = 0; slice < order.sliceCount && point < times.length; slice++) {
    const time = order.times[slice]!;
    if (nextFill <= time) {
      let fill = fills.at(at);
      for (; fill !== undefined && fill.knownAt <= time; fill = fills.at(++at)) {
        const { instrumentIndex: index, signedLots, instrument, priceNumber } = fill;
        lots[index]! += signedLots;
        sizes[index] = lots[index]! * instrument.unitSize;
        if (Number.isNaN(marks[index]!)) marks[index] = priceNumber;
      }
      nextFill = fill?.knownAt ?? Infinity;
      open = openOnes(lots);
    }
    const end = starts === undefined ? slice + 1 : starts[slice + 1]!;
    for (let entry = starts === undefined ? slice : starts[slice]!; entry < end; entry++) {
      const number = entries === undefined ? 0 : entries[entry]!;
      const row = rows[number]!++;
      const bars = series[number]!;
      if (bars.isSeen(row)) marks[bars.instrumentIndex] = closes[number]![row]!;
    }
    if (time < times[point]!) continue;
    let heldGross = 0;
    let heldNet = 0;
    for (let i = 0; i < open.length; i++) {
      const value = sizes[open[i]!]! * marks[open[i]!]!;
      heldGross += Math.abs(value);
      heldNet += value;
    }
    const whole = equity[point]!;
    gross[point] = whole > 0 ? heldGross / whole : Number.NaN;
    net[point] = whole > 0 ? heldNet / whole : Number.NaN;
    point++;
  }
  return { gross, net };
}

function openOnes(lots: Float64Array): number[] {
  const open: number[] = [];
  for (let index = 0; index < lots.length; index++) if (lots[index] !== 0) open.push(index);
  return open;
}
