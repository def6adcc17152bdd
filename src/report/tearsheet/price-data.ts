import type { FillView } from '../../core/fill.js';
import type { TableSeries } from '../../core/table.js';
import { DAY, dayOfIsoDate, type Millis } from '../../core/time.js';
import type { BacktestResult } from '../../engine/result.js';
import { fillRowsOf } from '../../record/rows-of.js';
import { countUpTo } from './ascending.js';
import { MAX_CANDLES, MAX_SYMBOLS } from './budget.js';
import { packTimes, type PackedTimes } from './packed.js';

/**
 * Bars of one symbol. Prices are whole numbers of `unit`, written as differences: `close` to the close before, `open` to
 * the close before, `up` from the higher of open and close to the high, `down` from the lower one to the low.
 */
export interface PriceData {
  readonly symbol: string;
  readonly interval: string;
  /** Bars in one candle: its open is the first one's, its close the last one's, its high and low are the extremes. */
  readonly barsPerCandle: number;
  readonly bars: number;
  readonly times: PackedTimes;
  readonly digits: number;
  readonly open: readonly number[];
  readonly close: readonly number[];
  readonly up: readonly number[];
  readonly down: readonly number[];
}

/** Price charts of the symbols that were traded, and where on them a fill lies. */
export interface Prices {
  readonly data: readonly PriceData[];
  /** Symbols that were traded but have no chart. */
  readonly without: readonly string[];
  /** Candle of a fill, or -1 where its symbol has no chart. */
  candleOf(fill: FillView): number;
}

interface Chart {
  readonly series: TableSeries;
  readonly firstRow: number;
  readonly barsPerCandle: number;
}

/** Candles of the symbols with fills, those with most fills first. */
export function priceData(result: Pick<BacktestResult, 'table' | 'equity' | 'fills'>): Prices {
  const { table, equity } = result;
  const fills = fillRowsOf(result);
  const count = new Map<string, number>();
  for (let at = 0; at < fills.length; at++) {
    const { symbol } = fills.at(at)!;
    count.set(symbol, (count.get(symbol) ?? 0) + 1);
  }
  const symbols = [...count].sort((a, b) => b[1] - a[1]).map(([symbol]) => symbol);
  const shown = symbols.slice(0, MAX_SYMBOLS);
  const most = Math.floor(MAX_CANDLES / Math.max(1, shown.length));
  const charts = new Map<string, Chart>();
  const data = shown.map((symbol) => {
    const series = table.venueSeries(table.indexOf(symbol));
    const firstRow = countUpTo(series.time, equity.startTime);
    const bars = series.length - firstRow;
    const chart = { series, firstRow, barsPerCandle: Math.max(1, Math.ceil(bars / most)) };
    charts.set(symbol, chart);
    return candles(symbol, chart);
  });
  return {
    data,
    without: symbols.slice(MAX_SYMBOLS),
    candleOf(fill) {
      const chart = charts.get(fill.symbol);
      if (chart === undefined) return -1;
      // A fill at the open stands at the close of the bar before, where a market never rests.
      const row = countUpTo(chart.series.time, fill.point === 'open' ? fill.time : fill.time - 1);
      return Math.floor((row - chart.firstRow) / chart.barsPerCandle);
    },
  };
}

function candles(symbol: string, { series, firstRow, barsPerCandle }: Chart): PriceData {
  const { length, open, close, interval } = series;
  const { tops, bottoms, lowestClose } = extremes(series, firstRow, barsPerCandle);
  const digits = digitsFor(lowestClose);
  const scale = 10 ** digits;
  const times: Millis[] = [];
  const out = { open: [] as number[], close: [] as number[], up: [] as number[], down: [] as number[] };
  let before = 0;
  for (let candle = 0, row = firstRow; row < length; candle++, row += barsPerCandle) {
    const first = Math.round(open[row]! * scale);
    const last = Math.round(close[Math.min(length, row + barsPerCandle) - 1]! * scale);
    out.open.push(first - before);
    out.close.push(last - before);
    out.up.push(Math.round(tops[candle]! * scale) - Math.max(first, last));
    out.down.push(Math.min(first, last) - Math.round(bottoms[candle]! * scale));
    times.push(interval === '1d' ? sessionDay(series, row) : series.time[row]!);
    before = last;
  }
  return { symbol, interval, barsPerCandle, bars: length - firstRow, times: packTimes(times), digits, ...out };
}

/** Highest and lowest price of each candle, and the lowest close above 0 of all: one way through millions of bars. */
function extremes({ length, high, low, close }: TableSeries, firstRow: number, barsPerCandle: number) {
  const count = Math.ceil((length - firstRow) / barsPerCandle);
  const tops = new Float64Array(count);
  const bottoms = new Float64Array(count);
  let lowestClose = Infinity;
  let row = firstRow;
  for (let candle = 0; candle < count; candle++) {
    const end = Math.min(length, row + barsPerCandle);
    let top = high[row]!;
    let bottom = low[row]!;
    for (; row < end; row++) {
      if (high[row]! > top) top = high[row]!;
      if (low[row]! < bottom) bottom = low[row]!;
      if (close[row]! < lowestClose && close[row]! > 0) lowestClose = close[row]!;
    }
    tops[candle] = top;
    bottoms[candle] = bottom;
  }
  return { tops, bottoms, lowestClose };
}

function sessionDay({ instrument, time }: TableSeries, row: number): Millis {
  return dayOfIsoDate(instrument.calendar.sessionOf(time[row]!).date)! * DAY;
}

/** Digits after the point that give the lowest price at least four figures. */
function digitsFor(lowest: number): number {
  return Number.isFinite(lowest) ? Math.min(12, Math.max(0, 3 - Math.floor(Math.log10(lowest)))) : 2;
}
