import type { BarSeries } from '../core/series.js';
import { Collector } from './collector.js';
import type { Finding } from './finding.js';
import { short, stampOf } from './stamp.js';

/** What printing with few digits may change in a factor. */
const ROUNDING = 2e-3;
/** A distribution of more than this part of the price is rare: a spin-off, a special dividend, or an error. */
const LARGE_STEP = 0.2;

/**
 * Checks an adjusted close against the close: the factor between them can only grow toward the end, where it is 1, since
 * every distribution lowers the prices before it.
 *
 * @param adjusted - one adjusted close a bar.
 * @param splits - ex-dates (`YYYY-MM-DD`) of known splits: on raw prices the factor jumps there.
 * @param dividends - number of dividends that are known of within the series.
 */
export function checkAdjustedClose(
  series: BarSeries,
  adjusted: ArrayLike<number>,
  splits: ReadonlySet<string>,
  dividends: number,
): Finding[] {
  const { time, close } = series.columns;
  const impossible = new Collector('adjusted-close', 'error', 'total returns made of it are wrong');
  const falling = new Collector('adjusted-close', 'warning', 'a distribution was added instead of taken off, or two sources were joined');
  const steps = new Collector('adjusted-close', 'note', 'a spin-off, a special dividend, or an error: look it up');
  const missing = new Collector('adjusted-close', 'warning', 'dividends are missing from total returns');
  const at = (row: number): string => stampOf(series, time[row]!);
  let before = Number.NaN;
  let adjustments = 0;
  for (let row = 0; row < series.length; row++) {
    const factor = adjusted[row]! / close[row]!;
    if (!(factor > 0 && factor < Infinity)) {
      impossible.add(time[row], () => `${at(row)}: ${String(adjusted[row])} for a close of ${short(close[row]!)}`);
      continue;
    }
    // Printed with few digits, a small price moves its factor too.
    const digits = Math.max(ROUNDING, 1e-3 / adjusted[row]!);
    const step = factor / before - 1;
    if (Math.abs(step) > 1e-5) adjustments++;
    before = factor;
    if (splits.has(at(row))) continue;
    if (step < -digits) falling.add(time[row], () => `${at(row)}: the factor falls from ${short(factor / (1 + step))} to ${short(factor)}`);
    if (step > LARGE_STEP)
      steps.add(time[row], () => `${at(row)}: the factor rises from ${short(factor / (1 + step))} to ${short(factor)}`);
  }
  if (dividends > 0 && adjustments === 0)
    missing.add(time[0], () => `${dividends} dividends known, none of them in the adjusted close`, dividends);
  return [
    ...impossible.findings((count) => `${count} adjusted closes are not positive numbers`),
    ...falling.findings((count) => `the factor of the adjusted close falls ${count} times`),
    ...missing.findings(() => 'the adjusted close is not adjusted for dividends'),
    ...steps.findings((count) => `${count} distributions of more than ${LARGE_STEP * 100} % of the price`),
  ];
}
