import { noStatistic, type Statistic, statistic } from './statistic.js';

/**
 * Follows an equity curve and remembers its deepest drawdown and its longest recovery. O(1) a point, only numeric
 * fields, allocates nothing: meant for the engine's hot loop.
 *
 * A drawdown is `equity / peak − 1`, 0 or negative, against the highest equity so far. Its peak is the LAST point that
 * had that equity, its trough the first point of the lowest equity, its recovery the first point that reaches the
 * peak's equity again. Indices count the points from 0; an index or time that does not exist is −1 or NaN.
 * Points whose equity is NaN are counted and otherwise ignored. There is no drawdown while the peak is not positive.
 */
export class DrawdownTracker {
  #n = 0;
  #peak = -Infinity;
  #peakIndex = -1;
  #peakTime = Number.NaN;
  #underWater = false;
  #current = 0;
  #max = 0;
  #maxPeakIndex = -1;
  #maxPeakTime = Number.NaN;
  #maxTroughIndex = -1;
  #maxTroughTime = Number.NaN;
  #maxRecoveryIndex = -1;
  #maxRecoveryTime = Number.NaN;
  #longestBars = 0;
  #longestMs = 0;

  /** Takes the next point: `time` in epoch milliseconds, not before the last one. */
  update(time: number, equity: number): void {
    const index = this.#n++;
    if (equity >= this.#peak) {
      if (this.#underWater) this.#recover(index, time);
      this.#peak = equity;
      this.#peakIndex = index;
      this.#peakTime = time;
      this.#current = 0;
    } else if (this.#peak > 0 && equity < this.#peak) {
      this.#underWater = true;
      this.#current = equity / this.#peak - 1;
      if (this.#current < this.#max) this.#deepen(index, time);
    }
  }

  /** Takes many points. Those below the peak that deepen nothing, by far the most, are passed in a loop of their own. */
  updateAll(times: Float64Array, equity: Float64Array): void {
    const { length } = equity;
    for (let i = 0; i < length;) {
      this.update(times[i]!, equity[i]!);
      i++;
      if (!this.#underWater) continue;
      const first = i;
      const peak = this.#peak;
      const deepest = this.#max;
      // Clearly shallower than the deepest: most points need no division.
      const shallow = peak * (1 + deepest + 1e-12);
      while (i < length && equity[i]! < peak && (equity[i]! >= shallow || equity[i]! / peak - 1 >= deepest)) i++;
      if (i === first) continue;
      this.#n += i - first;
      this.#current = equity[i - 1]! / peak - 1;
    }
  }

  #deepen(index: number, time: number): void {
    this.#max = this.#current;
    this.#maxPeakIndex = this.#peakIndex;
    this.#maxPeakTime = this.#peakTime;
    this.#maxTroughIndex = index;
    this.#maxTroughTime = time;
    this.#maxRecoveryIndex = -1;
    this.#maxRecoveryTime = Number.NaN;
  }

  #recover(index: number, time: number): void {
    this.#underWater = false;
    this.#longestBars = Math.max(this.#longestBars, index - this.#peakIndex);
    this.#longestMs = Math.max(this.#longestMs, time - this.#peakTime);
    if (this.#maxPeakIndex !== this.#peakIndex) return;
    this.#maxRecoveryIndex = index;
    this.#maxRecoveryTime = time;
  }

  /** Number of points seen. */
  get n(): number {
    return this.#n;
  }

  /** Drawdown at the last point, 0 or negative (−0.1 = 10 % below the peak). */
  get drawdown(): number {
    return this.#current;
  }

  /** Deepest drawdown so far, 0 or negative; undefined without a point of positive equity. */
  get maxDrawdown(): Statistic {
    if (this.#peak > 0) return statistic(this.#max, this.#n);
    return noStatistic(this.#n === 0 ? 'needs at least 1 observation, has 0' : 'no equity was positive', this.#n);
  }

  /** Point at which the deepest drawdown began. */
  get peakIndex(): number {
    return this.#maxPeakIndex;
  }

  /** Epoch milliseconds of {@link peakIndex}. */
  get peakTime(): number {
    return this.#maxPeakTime;
  }

  /** Point of the deepest drawdown. */
  get troughIndex(): number {
    return this.#maxTroughIndex;
  }

  /** Epoch milliseconds of {@link troughIndex}. */
  get troughTime(): number {
    return this.#maxTroughTime;
  }

  /** Point at which the deepest drawdown was made good; −1 if it was not. */
  get recoveryIndex(): number {
    return this.#maxRecoveryIndex;
  }

  /** Epoch milliseconds of {@link recoveryIndex}; NaN if there is none. */
  get recoveryTime(): number {
    return this.#maxRecoveryTime;
  }

  /** Points from peak to recovery of the longest drawdown that was made good; 0 if none was. */
  get longestRecoveryBars(): number {
    return this.#longestBars;
  }

  /** Milliseconds from peak to recovery of the longest drawdown that was made good; 0 if none was. */
  get longestRecoveryMs(): number {
    return this.#longestMs;
  }
}
