import { barFault, type BarSeries } from '../core/series.js';
import { Collector, counted } from './collector.js';
import type { Finding } from './finding.js';
import { short, stampOf } from './stamp.js';

const REFUSED = 'a feed refuses the file in strict mode and leaves the row out in tolerant mode';

/** A row that a feed left out. */
export interface DroppedRow {
  readonly line?: number;
  readonly reason: string;
}

/** What the feed has left out already. */
export function checkDropped(dropped: readonly DroppedRow[]): Finding[] {
  const rows = new Collector('dropped-row', 'error', REFUSED);
  for (const { line, reason } of dropped) rows.add(undefined, () => (line === undefined ? reason : `line ${line}: ${reason}`));
  return rows.findings((count) => `${counted(count, 'row')} could not be used`);
}

/** Order and prices, bar by bar. */
export function checkRows(series: BarSeries): Finding[] {
  const { time, open, high, low, close, volume } = series.columns;
  const duplicates = new Collector('duplicate', 'error', `which of the two is right is not known; ${REFUSED}`);
  const disorder = new Collector('disorder', 'error', `bars out of order would show the future; ${REFUSED}`);
  const ohlc = new Collector('ohlc', 'error', `orders could fill at prices that were not there; ${REFUSED}`);
  let latest = -Infinity;
  for (let row = 0; row < series.length; row++) {
    const now = time[row]!;
    if (now === latest) duplicates.add(now, () => stampOf(series, now));
    else if (!(now > latest)) disorder.add(now, () => `${stampOf(series, now)} after ${stampOf(series, latest)}`);
    else latest = now;
    const fault = barFault(open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!);
    if (fault !== undefined) ohlc.add(now, () => `${stampOf(series, now)}: ${fault.message}`);
  }
  return [
    ...duplicates.findings((count) => `${counted(count, 'bar stands', 'bars stand')} twice`),
    ...disorder.findings((count) => `${counted(count, 'bar is', 'bars are')} out of order`),
    ...ohlc.findings((count) => `${counted(count, 'bar breaks', 'bars break')} the rules of open, high, low and close`),
  ];
}

/** Sessions in a row with one and the same bar that are called stale, and the same for intraday bars. */
const STALE_SESSIONS = 5;
const STALE_INTRADAY = 30;

/** With volume in fewer than this part of the bars, the column is probably noise. */
const SELDOM = 0.1;

/** Bars that say too little: repeated, flat, without volume. */
export function checkContent(series: BarSeries): Finding[] {
  const { time, open, high, low, close, volume } = series.columns;
  const stale = new Collector('stale', 'warning', 'volatility is understated, and orders fill at a price that may be long gone');
  const flat = new Collector('flat', 'note', 'the range is not known: limits and stops inside it are not seen, volatility is understated');
  const traded = volume.reduce((count, one) => count + (one > 0 ? 1 : 0), 0);
  const seldom = traded < series.length * SELDOM;
  const empty = new Collector(
    'zero-volume',
    'warning',
    seldom ? "if its volume means nothing, say volume: 'unknown', else hardly any order fills" : 'nothing fills on such a bar',
  );
  const least = series.interval.endsWith('m') || series.interval.endsWith('h') ? STALE_INTRADAY : STALE_SESSIONS;
  let run = 0;
  const endRun = (end: number): void => {
    const length = run;
    if (length >= least)
      stale.add(time[end - 1], () => `${counted(length, 'bar')} at ${short(close[end - 1]!)} until ${stampOf(series, time[end - 1]!)}`);
    run = 0;
  };
  for (let row = 0; row < series.length; row++) {
    const isFlat = open[row] === high[row] && high[row] === low[row] && low[row] === close[row];
    if (isFlat) flat.add(time[row], () => `${stampOf(series, time[row]!)} at ${short(close[row]!)}`);
    const repeats =
      row > 0 && open[row] === open[row - 1] && high[row] === high[row - 1] && low[row] === low[row - 1] && close[row] === close[row - 1];
    if (!repeats) {
      endRun(row);
      run = 1;
    } else run++;
    if (traded > 0 && volume[row] === 0) empty.add(time[row], () => stampOf(series, time[row]!));
  }
  endRun(series.length);
  const none = new Collector('no-volume', 'note', 'fills are not limited by volume, and the report of a run says so');
  if (traded === 0 && series.length > 0) none.add(time[0], () => 'the whole column', series.length);
  return [
    ...stale.findings((count) => `${counted(count, 'run')} of repeated bars`),
    ...flat.findings((count) => `${counted(count, 'bar has', 'bars have')} one price for open, high, low and close`),
    ...empty.findings((count) => `${counted(count, 'bar has', 'bars have')} no volume`),
    ...none.findings(() => 'no bar has volume'),
  ];
}
