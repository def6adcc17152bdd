import { BarSeries, type SeriesColumns } from './series.js';
import { TableSeries } from './table-series.js';
import { compareIntervals } from './time.js';

/** What the venue sees of an instrument whose finest bars have gaps that coarser ones fill. */
export interface VenueSeries {
  /** The finest bars, and the coarser ones that stand in for them, in time order. */
  readonly series: TableSeries;
  /** By the instrument's own series: the row that each of its rows has here, -1 for those that the venue does not see. */
  readonly rows: readonly Int32Array[];
  /** How many bars of each own series the venue sees. */
  readonly counts: readonly number[];
}

interface Pick {
  readonly own: number;
  readonly row: number;
}

/**
 * Joins the series of one instrument, finest first, to what the venue sees: a coarser bar, up to a session's, stands in where no
 * finer bar of the regular session closes within its time. `undefined` where none does, and the finest series is all.
 */
export function venueSeriesOf(own: readonly TableSeries[]): VenueSeries | undefined {
  const finest = own[0]!;
  const picks: Pick[] = [];
  for (let i = 1; i < own.length; i++) {
    const series = own[i]!;
    if (compareIntervals(series.interval, '1d') > 0) continue;
    const finer = picks.map((pick) => own[pick.own]!.time[pick.row]!).sort((a, b) => a - b);
    for (let row = 0; row < series.length; row++) {
      const [from, to] = [series.openTimeAt(row), series.time[row]!];
      if (!series.isExtended(row) && !hasBar(finest, from, to) && !finer.some((time) => time > from && time <= to)) {
        picks.push({ own: i, row });
      }
    }
  }
  if (picks.length === 0) return undefined;
  picks.sort((a, b) => timeOf(own, a) - timeOf(own, b));
  return join(own, picks);
}

function timeOf(own: readonly TableSeries[], { own: i, row }: Pick): number {
  return own[i]!.time[row]!;
}

/** True where a bar of the regular session closes after `from` and not after `to`. */
function hasBar(series: TableSeries, from: number, to: number): boolean {
  for (let row = series.source.countUntil(from); row < series.length && series.time[row]! <= to; row++) {
    if (!series.isExtended(row)) return true;
  }
  return false;
}

function join(own: readonly TableSeries[], picks: readonly Pick[]): VenueSeries {
  const finest = own[0]!;
  const length = finest.length + picks.length;
  const column = (): Float64Array => new Float64Array(length);
  const [time, openTime, open, high, low, close, volume] = [column(), column(), column(), column(), column(), column(), column()];
  const extended = finest.extended && new Uint8Array(length);
  const extra = new Map<string, Float64Array>();
  for (const { source } of own) for (const name of source.columns.extra?.keys() ?? []) extra.set(name, column().fill(Number.NaN));
  const rows = own.map((series) => new Int32Array(series.length).fill(-1));
  const counts = own.map(() => 0);
  for (let at = 0, next = 0, fine = 0; at < length; at++) {
    const pick = picks[next];
    const stands = pick !== undefined && (fine === finest.length || timeOf(own, pick) < finest.time[fine]!);
    if (stands) next++;
    const [number, row] = stands ? [pick.own, pick.row] : [0, fine++];
    const series = own[number]!;
    rows[number]![row] = at;
    counts[number]!++;
    time[at] = series.time[row]!;
    openTime[at] = series.openTimeAt(row);
    open[at] = series.open[row]!;
    high[at] = series.high[row]!;
    low[at] = series.low[row]!;
    close[at] = series.close[row]!;
    volume[at] = series.volume[row]!;
    if (extended !== undefined && series.isExtended(row)) extended[at] = 1;
    for (const [name, values] of series.source.columns.extra ?? []) extra.get(name)![at] = values[row]!;
  }
  const columns: SeriesColumns = {
    time,
    openTime,
    open,
    high,
    low,
    close,
    volume,
    ...(extended && { extended }),
    ...(extra.size > 0 && { extra }),
  };
  const source = new BarSeries(finest.instrument, finest.interval, columns);
  return { series: new TableSeries(source, finest.index, finest.instrumentIndex, true, []), rows, counts };
}
