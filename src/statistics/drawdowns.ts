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
  const found: Drawdown[] = [];
  let peak = -Infinity;
  let peakIndex = -1;
  let troughIndex = -1;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i]!;
    if (value >= peak) {
      if (troughIndex >= 0) found.push(episode(equity, peakIndex, troughIndex, i));
      peak = value;
      peakIndex = i;
      troughIndex = -1;
    } else if (peak > 0 && value < (troughIndex < 0 ? peak : equity[troughIndex]!)) {
      troughIndex = i;
    }
  }
  if (troughIndex >= 0) found.push(episode(equity, peakIndex, troughIndex, undefined));
  return found;
}

/** {@link drawdowns} with times: `times[i]` is the instant of `equity[i]` in epoch milliseconds. */
export function timedDrawdowns(equity: ArrayLike<number>, times: ArrayLike<number>): TimedDrawdown[] {
  const last = times[equity.length - 1]!;
  return drawdowns(equity).map((each) => {
    const peakTime = times[each.peakIndex]!;
    const recoveryTime = each.recoveryIndex === undefined ? undefined : times[each.recoveryIndex]!;
    const lengthDays = ((recoveryTime ?? last) - peakTime) / DAY_MS;
    return { ...each, peakTime, troughTime: times[each.troughIndex]!, recoveryTime, lengthDays };
  });
}

/** The deepest of these drawdowns, deepest first; of equal depths the earlier one. */
export function worstDrawdowns<D extends Drawdown>(episodes: readonly D[], count = 10): D[] {
  return episodes.toSorted((a, b) => a.depth - b.depth || a.peakIndex - b.peakIndex).slice(0, count);
}

function episode(equity: ArrayLike<number>, peakIndex: number, troughIndex: number, recoveryIndex?: number): Drawdown {
  const end = recoveryIndex ?? equity.length - 1;
  const depth = equity[troughIndex]! / equity[peakIndex]! - 1;
  return { depth, peakIndex, troughIndex, recoveryIndex, lengthBars: end - peakIndex };
}
