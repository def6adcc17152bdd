import type { FillView } from '../core/fill.js';
import type { Rows } from '../core/rows.js';
import type { BarTable } from '../core/table.js';
import type { TradeView } from '../core/trade.js';
import type { Statistic } from '../statistics/statistic.js';
import { type Attribution, attributionOf, type OpenProfit } from './attribution.js';
import { type DrawdownTable, drawdownTableOf } from './drawdown-table.js';
import type { EquityCurve } from './equity-curve.js';
import { type ExcursionResult, excursionsOf } from './excursions.js';
import { exposureOf, type ExposureResult } from './exposure.js';
import { type PeriodTable, periodTableOf } from './period-table.js';
import { type ReturnFigures, returnFigures } from './return-figures.js';
import { type RollingFigures, rollingFiguresOf, rollingWindow } from './rolling-figures.js';
import { sessionReturnsOf } from './session-returns.js';
import { type TradeFigures, tradeFiguresOf } from './trade-figures.js';
import { tradingOf, type TradingResult } from './trading-costs.js';
import { type BenchmarkComparison, benchmarkReturnsOf, compareWithBenchmark } from './versus-benchmark.js';

/** What a finished run hands to {@link Performance}. */
export interface PerformanceSource {
  readonly curve: EquityCurve;
  readonly sessionsPerYear: number;
  readonly cagr: Statistic;
  readonly maxDrawdown: Statistic;
  readonly table: BarTable;
  /** Gives rows that nobody else has in hand. */
  readonly record: { fillRows(): Rows<FillView>; tradeRows(): Rows<TradeView> };
  readonly positions: readonly (OpenProfit & { readonly quantity: number })[];
  readonly benchmark: { readonly symbol: string; readonly sessionEquity: Float64Array } | undefined;
}

/**
 * Everything that can be said of a run beyond its standard metrics. Each part is worked out when it is first read, by
 * the functions that the analyzers of the same names use: a run that nobody reads pays nothing.
 */
export class Performance {
  readonly #source: PerformanceSource;
  readonly #made = new Map<string, unknown>();

  constructor(source: PerformanceSource) {
    this.#source = source;
  }

  /** Simple returns from session to session, the first from the start value. */
  get sessionReturns(): Float64Array {
    return this.#once('sessionReturns', ({ curve }) => sessionReturnsOf(curve));
  }

  /** The benchmark's, in the same sessions; NaN where it has none. */
  get benchmarkReturns(): Float64Array | undefined {
    return this.#once('benchmarkReturns', ({ curve, benchmark }) =>
      benchmark === undefined ? undefined : benchmarkReturnsOf(curve.startEquity, benchmark.sessionEquity),
    );
  }

  /** Sortino, Calmar, Omega, tails, VaR and the minimum track record. */
  get returns(): ReturnFigures {
    return this.#once('returns', ({ sessionsPerYear: periodsPerYear, cagr, maxDrawdown }) =>
      returnFigures({ returns: this.sessionReturns, periodsPerYear, cagr, maxDrawdown }),
    );
  }

  /** The ten worst drawdowns, and the time under water. */
  get drawdowns(): DrawdownTable {
    return this.#once('drawdowns', ({ curve }) => drawdownTableOf(curve));
  }

  /** Returns by day, month and year. */
  get periods(): PeriodTable {
    return this.#once('periods', ({ curve }) => periodTableOf(curve));
  }

  /** Gross and net exposure at every point, and the time in the market. */
  get exposure(): ExposureResult {
    return this.#once('exposure', ({ curve, record, table, positions }) => {
      const held = new Map<string, number>();
      for (const { symbol, quantity } of positions) held.set(symbol, (held.get(symbol) ?? 0) + quantity);
      return exposureOf(curve, record.fillRows(), table, held);
    });
  }

  /** Turnover, and costs by kind, per fill and per trade. */
  get trading(): TradingResult {
    return this.#once('trading', ({ curve, record, sessionsPerYear }) => {
      return tradingOf(record.fillRows(), record.tradeRows(), meanOf(curve.equity), curve.sessionEquity.length / sessionsPerYear);
    });
  }

  /** Statistics over closed trades: all, long, short. */
  get trades(): TradeFigures {
    return this.#once('trades', ({ record }) => tradeFiguresOf(record.tradeRows()));
  }

  /** MAE and MFE of each closed trade. */
  get excursions(): ExcursionResult {
    return this.#once('excursions', ({ record, table }) => excursionsOf(record.tradeRows(), table));
  }

  /** Alpha, beta and the rest; `undefined` without a benchmark. */
  get benchmark(): BenchmarkComparison | undefined {
    return this.#once('benchmark', ({ benchmark, sessionsPerYear }) =>
      benchmark === undefined
        ? undefined
        : compareWithBenchmark(benchmark.symbol, this.sessionReturns, this.benchmarkReturns!, sessionsPerYear),
    );
  }

  /** Over half a year of sessions; other windows by {@link rollingOver}. */
  get rolling(): RollingFigures {
    return this.#once('rolling', ({ sessionsPerYear }) => this.rollingOver(rollingWindow(sessionsPerYear)));
  }

  /** Rolling figures over a window of so many session returns. @throws ConfigError for a window that is no whole number. */
  rollingOver(window: number): RollingFigures {
    const { sessionsPerYear: periodsPerYear } = this.#source;
    return rollingFiguresOf(this.sessionReturns, this.benchmarkReturns, { window, periodsPerYear });
  }

  /** Profit by symbol, by strategy and by kind of cost. */
  get attribution(): Attribution {
    return this.#once('attribution', ({ curve, record, positions }) => {
      const last = curve.equity[curve.equity.length - 1] ?? curve.startEquity;
      return attributionOf({ profit: last - curve.startEquity, fills: record.fillRows(), trades: record.tradeRows(), positions });
    });
  }

  #once<T>(name: string, make: (source: PerformanceSource) => T): T {
    if (!this.#made.has(name)) this.#made.set(name, make(this.#source));
    return this.#made.get(name) as T;
  }
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
