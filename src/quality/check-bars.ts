import type { BarSeries } from '../core/series.js';
import { checkAdjustedClose } from './adjusted-close.js';
import type { Finding, QualityReport, Severity } from './finding.js';
import { checkGaps } from './gaps.js';
import { checkJumps } from './jumps.js';
import { checkContent, checkDropped, checkRows, type DroppedRow } from './rows.js';

/** What the checks of bars are told. */
export interface CheckOptions {
  /** Adjusted close of each bar, where the source has one. */
  readonly adjustedClose?: ArrayLike<number>;
  /** Ex-dates (`YYYY-MM-DD`) of splits that are known and will be applied: their jumps are no findings. */
  readonly knownSplits?: Iterable<string>;
  /** Dividends that are known within the series: an adjusted close without a trace of them is a finding. */
  readonly knownDividends?: number;
  /** Rows that the feed has left out. */
  readonly dropped?: readonly DroppedRow[];
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/**
 * Looks for what makes market data lie: gaps against the calendar, duplicates, disorder, impossible prices, bad prints,
 * stale runs, missing volume, splits that nobody applied, wrong units, adjusted closes that cannot be right.
 *
 * The bars may be as they came, in any order and of any price; nothing is changed. Whether a finding is an error depends on
 * what it would do to a run, which each finding says.
 *
 * @param series - bars of one instrument; its basis says whether a split may be visible, its calendar what a gap is.
 */
export function checkBars(series: BarSeries, options: CheckOptions = {}): QualityReport {
  const { adjustedClose, knownSplits = [], knownDividends = 0, dropped = [] } = options;
  const { time } = series.columns;
  const splits = new Set(knownSplits);
  const rows = checkRows(series);
  const ordered = !rows.some(({ kind }) => kind === 'disorder' || kind === 'duplicate');
  const findings: Finding[] = [
    ...checkDropped(dropped),
    ...rows,
    // Bars out of order have no neighbours to compare them with.
    ...(ordered ? [...checkGaps(series), ...checkJumps(series, splits)] : []),
    ...checkContent(series),
    ...(adjustedClose === undefined ? [] : checkAdjustedClose(series, adjustedClose, splits, knownDividends)),
  ].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  return {
    symbol: series.instrument.symbol,
    interval: series.interval,
    bars: series.length,
    ...(series.length > 0 && { first: time[0]!, last: time[series.length - 1]! }),
    findings,
    worst: findings[0]?.severity ?? 'clean',
  };
}
