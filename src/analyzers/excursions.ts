import type { FillView } from '../core/fill.js';
import type { Rows } from '../core/rows.js';
import type { BarTable, TableSeries } from '../core/table.js';
import type { Trade, TradeView } from '../core/trade.js';
import { noStatistic, statistic, type Statistic } from '../statistics/statistic.js';
import { type AnalysisStart, type Analyzer, type AnalyzerFactory, requireTable } from './analyzer.js';
import { RangeExtremes } from './range-extremes.js';
import { entryValueOf } from './trade-figures.js';

/**
 * How far a trade went against and for its holder while it was open. Fractions of the entry price, before costs. NaN for a
 * trade over a split: its prices are of two kinds.
 */
export interface Excursion {
  /** Maximum adverse excursion, 0 or negative: −0.05 is 5 % against the trade. */
  readonly adverse: number;
  /** Maximum favourable excursion, 0 or positive. */
  readonly favourable: number;
  /** Interval of the bars that were looked at: the finest that the instrument has. */
  readonly interval: string;
}

/** How far trades went for and against their holder, on average and at most. */
export interface ExcursionResult {
  /** Parallel to the closed trades. */
  readonly trades: readonly Excursion[];
  readonly averageAdverse: Statistic;
  readonly averageFavourable: Statistic;
  readonly worstAdverse: Statistic;
  readonly bestFavourable: Statistic;
}

/**
 * Excursions of closed trades, from the bars in which they were certainly open:
 *
 * - the fills' own prices;
 * - high and low of every bar between that of the entry and that of the exit;
 * - of the entry's bar, high and low after a fill at its open; after a fill within it its close only, for what came
 *   before the fill is not known;
 * - of the exit's bar, high and low before a fill at its close; before a fill within it its open only.
 *
 * So both figures are at least as large as told, and no price that the trade may have missed is counted.
 *
 * Source: J. Sweeney, Maximum Adverse Excursion (1996), for the figures; the granularity is that of the bars.
 */
export function excursionsOf(trades: Rows<TradeView>, table: BarTable): ExcursionResult {
  const ranges = new Map<number, RangeExtremes>();
  const found: Excursion[] = [];
  for (let at = 0; at < trades.length; at++) found.push(excursionOf(trades.at(at)!, table, ranges));
  const none = found.length === 0 ? 'no trade was closed' : 'every trade lasted over a split';
  let n = 0;
  let [sumAdverse, sumFavourable, worst, best] = [0, 0, Infinity, -Infinity];
  for (const { adverse, favourable } of found) {
    if (Number.isNaN(adverse)) continue;
    n++;
    sumAdverse += adverse;
    sumFavourable += favourable;
    worst = Math.min(worst, adverse);
    best = Math.max(best, favourable);
  }
  const of = (value: number): Statistic => (n === 0 ? noStatistic(none, 0) : statistic(value, n));
  return {
    trades: found,
    averageAdverse: of(sumAdverse / n),
    averageFavourable: of(sumFavourable / n),
    worstAdverse: of(worst),
    bestFavourable: of(best),
  };
}

/** Part of the entry value that rounding of amounts may make up: far below any split. */
const ROUNDING = 1e-4;

function excursionOf(trade: TradeView, table: BarTable, ranges: Map<number, RangeExtremes>): Excursion {
  const { side, entry, exit, lots, instrument } = trade;
  const index = entry.instrumentIndex;
  const bars = table.venueSeries(index);
  const asBought = entry.priceNumber * lots * instrument.unitSize;
  if (Math.abs(entryValueOf(trade) - asBought) > ROUNDING * asBought || exit.instrumentIndex !== index) {
    return { adverse: Number.NaN, favourable: Number.NaN, interval: bars.interval };
  }
  let extremes = ranges.get(index);
  if (extremes === undefined) ranges.set(index, (extremes = new RangeExtremes(bars.low, bars.high)));
  const first = rowOf(bars, entry);
  const last = rowOf(bars, exit);
  const whole = extremes.of(entry.point === 'open' ? first : first + 1, exit.point === 'close' ? last + 1 : last);
  let low = Math.min(entry.priceNumber, exit.priceNumber, whole.low);
  let high = Math.max(entry.priceNumber, exit.priceNumber, whole.high);
  if (first < last) {
    low = Math.min(low, bars.close[first]!, bars.open[last]!);
    high = Math.max(high, bars.close[first]!, bars.open[last]!);
  }
  const down = low / entry.priceNumber - 1;
  const up = high / entry.priceNumber - 1;
  const { interval } = bars;
  return side === 'long' ? { adverse: down, favourable: up, interval } : { adverse: -up, favourable: -down, interval };
}

/** The bar in which a fill happened: the one that closed when it became known. */
function rowOf(bars: TableSeries, fill: FillView): number {
  return bars.source.countUntil(fill.knownAt) - 1;
}

/** Maximum adverse and favourable excursion of each closed trade, worked out after the run from its bars. */
export function excursions(): AnalyzerFactory<ExcursionResult> {
  return () => new ExcursionAnalyzer();
}

class ExcursionAnalyzer implements Analyzer<ExcursionResult> {
  readonly #trades: Trade[] = [];
  #table: BarTable | undefined;

  onStart(start: AnalysisStart): void {
    this.#table = requireTable(start, 'excursions');
  }
  onTrade(trade: Trade): void {
    this.#trades.push(trade);
  }
  result(): ExcursionResult {
    return excursionsOf(this.#trades, this.#table!);
  }
}
