import { noStatistic, type Statistic, statistic, unusable } from './statistic.js';

/** `equity / highest equity so far − 1` at each point, 0 or negative; 0 while no equity was positive. */
export function drawdownSeries(equity: ArrayLike<number>): Float64Array {
  const series = new Float64Array(equity.length);
  let peak = 0;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i]!;
    if (value > peak) peak = value;
    series[i] = peak > 0 ? value / peak - 1 : 0;
  }
  return series;
}

/** Mean of the drawdown over all points, those at a peak included: 0 or negative. */
export function averageDrawdown(equity: ArrayLike<number>): Statistic {
  return overDrawdowns(
    equity,
    (drawdown) => drawdown,
    (mean) => mean,
  );
}

/**
 * Ulcer index `√(mean of (100 · drawdown)²)` over all points, in percent points: deep and long drawdowns weigh most.
 *
 * Source: P. G. Martin and B. B. McCann, The Investor's Guide to Fidelity Funds (1989).
 */
export function ulcerIndex(equity: ArrayLike<number>): Statistic {
  return overDrawdowns(equity, (drawdown) => (100 * drawdown) ** 2, Math.sqrt);
}

/** Part of the points, 0 to 1, at which equity was below an earlier peak. */
export function timeUnderWater(equity: ArrayLike<number>): Statistic {
  return overDrawdowns(
    equity,
    (drawdown) => (drawdown < 0 ? 1 : 0),
    (mean) => mean,
  );
}

function overDrawdowns(equity: ArrayLike<number>, of: (drawdown: number) => number, finish: (mean: number) => number): Statistic {
  const n = equity.length;
  const fault = unusable(equity, 1);
  if (fault !== undefined) return noStatistic(fault, n);
  const series = drawdownSeries(equity);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += of(series[i]!);
  return statistic(finish(sum / n), n);
}
