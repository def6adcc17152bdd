/** One drawdown: from the last point at its peak to the point that reaches the peak again. Indices count points from 0. */
export interface Drawdown {
  /** Lowest `equity / peak − 1` of the episode, negative (−0.1 = 10 %). */
  readonly depth: number;
  readonly peakIndex: number;
  readonly troughIndex: number;
  /** `undefined` if the peak was not reached again. */
  readonly recoveryIndex: number | undefined;
  /** Points from the peak to the recovery, or to the last point if there is none. */
  readonly lengthBars: number;
}

/** The same with calendar times. */
export interface TimedDrawdown extends Drawdown {
  /** Epoch milliseconds, like the other times. */
  readonly peakTime: number;
  readonly troughTime: number;
  readonly recoveryTime: number | undefined;
  /** Days (of 24 hours) from the peak to the recovery, or to the last point if there is none. */
  readonly lengthDays: number;
}

const DAY_MS = 86_400_000;

/**
 * All drawdowns of an equity curve in time order, as {@link DrawdownTracker} defines them; empty if there is none.
 * The deepest is the first one with the lowest `depth`.
 */
export function drawdowns(equity: ArrayLike<number>): Drawdown[] {
  const finder = new DrawdownFinder();
  finder.addAll(equity);
  return finder.result();
}

/** Finds {@link drawdowns} piece by piece, for curves that lie in several places. */
export class DrawdownFinder {
  readonly #found: Drawdown[] = [];
  #points = 0;
  #peak = -Infinity;
  #peakIndex = -1;
  #trough = Number.NaN;
  /** -1 while the last peak stands. */
  #troughIndex = -1;

  /** Takes the equity of the next points. */
  addAll(equity: ArrayLike<number>): void {
    const first = this.#points;
    for (let i = 0; i < equity.length; i++) {
      const value = equity[i]!;
      // By far the most points: below the peak, and no deeper than before.
      if (value < this.#peak && value >= this.#trough) continue;
      this.#points = first + i;
      this.#turn(value);
    }
    this.#points = first + equity.length;
  }

  /** Takes a point at which a peak is reached or a drawdown deepens. */
  #turn(value: number): void {
    const index = this.#points;
    if (value >= this.#peak) {
      if (this.#troughIndex >= 0) this.#found.push(this.#episode(index));
      this.#peak = value;
      this.#peakIndex = index;
      this.#trough = Number.NaN;
      this.#troughIndex = -1;
    } else if (this.#peak > 0 && value < (this.#troughIndex < 0 ? this.#peak : this.#trough)) {
      this.#trough = value;
      this.#troughIndex = index;
    }
  }

  /** All drawdowns so far, in time order. */
  result(): Drawdown[] {
    return this.#troughIndex < 0 ? [...this.#found] : [...this.#found, this.#episode(undefined)];
  }

  #episode(recoveryIndex: number | undefined): Drawdown {
    return {
      depth: this.#trough / this.#peak - 1,
      peakIndex: this.#peakIndex,
      troughIndex: this.#troughIndex,
      recoveryIndex,
      lengthBars: (recoveryIndex ?? this.#points - 1) - this.#peakIndex,
    };
  }
}

/** {@link drawdowns} with times: `times[i]` is the instant of `equity[i]` in epoch milliseconds. */
export function timedDrawdowns(equity: ArrayLike<number>, times: ArrayLike<number>): TimedDrawdown[] {
  return withTimes(drawdowns(equity), (point) => times[point]!, times[equity.length - 1]!);
}

/** Drawdowns with the instants of their points; `last` is that of the last point. */
export function withTimes(episodes: readonly Drawdown[], timeOf: (point: number) => number, last: number): TimedDrawdown[] {
  return episodes.map((each) => {
    const peakTime = timeOf(each.peakIndex);
    const recoveryTime = each.recoveryIndex === undefined ? undefined : timeOf(each.recoveryIndex);
    const lengthDays = ((recoveryTime ?? last) - peakTime) / DAY_MS;
    return { ...each, peakTime, troughTime: timeOf(each.troughIndex), recoveryTime, lengthDays };
  });
}

/** The deepest of these drawdowns, deepest first; of equal depths the earlier one. */
export function worstDrawdowns<D extends Drawdown>(episodes: readonly D[], count = 10): D[] {
  return episodes.toSorted((a, b) => a.depth - b.depth || a.peakIndex - b.peakIndex).slice(0, count);
}
