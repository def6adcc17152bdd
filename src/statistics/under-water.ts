import { noStatistic, notFinite, type Statistic, statistic, unusable } from './statistic.js';

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
  return underWater(equity).average;
}

/**
 * Ulcer index `√(mean of (100 · drawdown)²)` over all points, in percent points: deep and long drawdowns weigh most.
 *
 * Source: P. G. Martin and B. B. McCann, The Investor's Guide to Fidelity Funds (1989).
 */
export function ulcerIndex(equity: ArrayLike<number>): Statistic {
  return underWater(equity).ulcerIndex;
}

/** Part of the points, 0 to 1, at which equity was below an earlier peak. */
export function timeUnderWater(equity: ArrayLike<number>): Statistic {
  return underWater(equity).time;
}

function underWater(equity: ArrayLike<number>): UnderWater {
  const sums = new UnderWater();
  for (let i = 0; i < equity.length; i++) sums.add(equity[i]!);
  return sums;
}

/** Adds up drawdowns point by point, for curves that lie in several places; the figures are those of the functions above. */
export class UnderWater {
  #n = 0;
  #peak = 0;
  #sum = 0;
  #squares = 0;
  #below = 0;
  #fault: string | undefined = unusable([], 1);

  /** Takes the equity of the next point. */
  add(value: number): void {
    if (this.#n++ === 0) this.#fault = undefined;
    if (!Number.isFinite(value)) this.#fault ??= notFinite(this.#n - 1);
    if (value > this.#peak) this.#peak = value;
    const drawdown = this.#peak > 0 ? value / this.#peak - 1 : 0;
    this.#sum += drawdown;
    this.#squares += (100 * drawdown) ** 2;
    if (drawdown < 0) this.#below++;
  }

  get average(): Statistic {
    return this.#over(this.#sum, (mean) => mean);
  }
  get ulcerIndex(): Statistic {
    return this.#over(this.#squares, Math.sqrt);
  }
  get time(): Statistic {
    return this.#over(this.#below, (mean) => mean);
  }

  #over(sum: number, finish: (mean: number) => number): Statistic {
    return this.#fault === undefined ? statistic(finish(sum / this.#n), this.#n) : noStatistic(this.#fault, this.#n);
  }
}
