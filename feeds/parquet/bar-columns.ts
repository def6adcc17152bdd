import { barFault, timeFault, type SeriesColumns } from '../../src/core/series.js';
import type { VolumeKnowledge } from '../../src/core/instrument.js';
import type { Millis } from '../../src/core/time.js';
import type { BarTimes } from './bar-times.js';
import type { FileLayout } from './file-layout.js';
import type { ParquetFaults } from './parquet-faults.js';
import type { FileColumns } from './read-columns.js';

/** The bars of one symbol, checked. */
export interface BarColumns {
  readonly columns: SeriesColumns;
  readonly hasVolume: boolean;
}

/**
 * Checks the rows of a symbol and makes bars of them. Where the file has one symbol only, the file's own columns are used
 * for the bars, row by row, without a copy: `file` is used up.
 */
export function barColumns(
  file: FileColumns,
  layout: FileLayout,
  symbol: string,
  times: BarTimes,
  faults: ParquetFaults,
  keepOpenTime: boolean,
): BarColumns {
  const wanted = file.symbolOf === undefined ? undefined : file.symbols.indexOf(symbol);
  const shared = file.symbols.length < 2;
  const own = (name: string): Float64Array => (shared ? file.numbers.get(name)! : new Float64Array(count));
  const count = wanted === undefined ? file.rows : countOf(file.symbolOf!, wanted);
  const given = { open: layout.open, high: layout.high, low: layout.low, close: layout.close };
  const [open, high, low, close] = [given.open, given.high, given.low, given.close].map((name) => file.numbers.get(name)!) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const volumes = layout.volume === undefined ? undefined : file.numbers.get(layout.volume)!;
  const adjusted = layout.adjClose === undefined ? undefined : file.numbers.get(layout.adjClose)!;
  const out = {
    time: shared ? file.time : new Float64Array(count),
    open: own(given.open),
    high: own(given.high),
    low: own(given.low),
    close: own(given.close),
    volume: layout.volume === undefined ? new Float64Array(count) : own(layout.volume),
  };
  const openTime = keepOpenTime ? new Float64Array(count) : undefined;
  const extra = layout.extra.map(
    (name) => [name, file.numbers.get(name)!, shared ? file.numbers.get(name)! : new Float64Array(count)] as const,
  );
  let extended: Uint8Array | undefined;
  let previous: Millis = -Infinity;
  let hasVolume = false;
  let at = 0;
  for (let row = 0; row < file.rows; row++) {
    if (wanted !== undefined && file.symbolOf![row] !== wanted) continue;
    const stamp = times.set(file.time[row]!, previous);
    if (stamp !== undefined) {
      if (stamp !== 'outside') faults.report(row + 1, stamp);
      continue;
    }
    const { time } = times;
    if (!(time > previous)) {
      faults.report(row + 1, timeFault(time, previous));
      continue;
    }
    const [o, h, l, c] = [open[row]!, high[row]!, low[row]!, close[row]!];
    // A null says that nothing was traded, as a zero does.
    const given = volumes === undefined ? 0 : volumes[row]!;
    const volume = Number.isNaN(given) ? 0 : given;
    const fault = barFault(o, h, l, c, volume);
    if (fault !== undefined) {
      faults.report(row + 1, fault);
      continue;
    }
    const factor = adjusted === undefined ? 1 : adjusted[row]! / c;
    if (!(factor > 0 && factor < Infinity)) {
      faults.report(row + 1, {
        code: 'parquet/adj-close',
        message: `the adjusted close is no price above zero (${adjusted![row]})`,
        hint: 'mend the row, or load the file on basis "split" or "raw"',
      });
      continue;
    }
    out.time[at] = time;
    out.open[at] = o * factor;
    out.high[at] = h * factor;
    out.low[at] = l * factor;
    out.close[at] = c * factor;
    out.volume[at] = volume;
    if (openTime !== undefined) openTime[at] = times.openTime;
    for (const [, from, to] of extra) to[at] = from[row]!;
    if (times.extended) (extended ??= new Uint8Array(count))[at] = 1;
    if (volume > 0) hasVolume = true;
    previous = time;
    at += 1;
  }
  const cut = (column: Float64Array): Float64Array => column.subarray(0, at);
  return {
    hasVolume,
    columns: {
      time: cut(out.time),
      open: cut(out.open),
      high: cut(out.high),
      low: cut(out.low),
      close: cut(out.close),
      volume: cut(out.volume),
      ...(openTime && { openTime: cut(openTime) }),
      ...(extended && { extended: extended.subarray(0, at) }),
      ...(extra.length > 0 && { extra: new Map(extra.map(([name, , to]) => [name, cut(to)])) }),
    },
  };
}

/** What a file tells about volume, unless the options do. */
export function volumeOf(said: VolumeKnowledge | undefined, hasVolume: boolean): VolumeKnowledge {
  return said ?? (hasVolume ? 'known' : 'unknown');
}

function countOf(symbolOf: Int32Array, wanted: number): number {
  let count = 0;
  for (const symbol of symbolOf) if (symbol === wanted) count += 1;
  return count;
}
