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
  sums.addAll(equity);
  return sums;
}

/** Adds up drawdowns piece by piece, for curves that lie in several places; the figures are those of the functions above. */
export class UnderWater {
  #n = 0;
  #peak = 0;
  #sum = 0;
  #squares = 0;
  #below = 0;
  #fault: string | undefined = unusable([], 1);

  /** Takes the equity of the next points. One plain loop: there may be millions. */
  addAll(equity: ArrayLike<number>): void {
    if (this.#n === 0 && equity.length > 0) this.#fault = undefined;
    let peak = this.#peak;
    let sum = this.#sum;
    let squares = this.#squares;
    let below = this.#below;
    for (let i = 0; i < equity.length; i++) {
      const value = equity[i]!;
      if (!Number.isFinite(value)) this.#fault ??= notFinite(this.#n + i);
      if (value > peak) peak = value;
      const drawdown = peak > 0 ? value / peak - 1 : 0;
      const percent = 100 * drawdown;
      sum += drawdown;
      squares += percent * percent;
      if (drawdown < 0) below++;
    }
    this.#n += equity.length;
    this.#peak = peak;
    this.#sum = sum;
    this.#squares = squares;
    this.#below = below;
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
