import { integer } from '../../src/strategy/parameters.js';
import { Strategy } from '../../src/strategy/strategy.js';

/** Parameters of {@link MomentumRotation}. */
export interface MomentumRotationParameters {
  readonly lookback: number;
  readonly top: number;
}

/**
 * Holds the symbols with the highest return over the last `lookback` sessions, in equal parts, chosen anew before the
 * open of the first session of each month (cross-sectional momentum: Jegadeesh and Titman 1993, "Returns to Buying
 * Winners and Selling Losers", Journal of Finance 48, 65-91).
 */
export class MomentumRotation extends Strategy<MomentumRotationParameters> {
  static override readonly parameters = {
    lookback: integer({ default: 126, min: 1, max: 2520, description: 'sessions over which returns are compared' }),
    top: integer({ default: 5, min: 1, description: 'number of symbols to hold' }),
  };

  override onStart(): void {
    this.schedule.firstSessionOfMonth(() => this.#rotate());
  }

  #rotate(): void {
    const ranked = this.symbols
      .map((symbol) => ({ symbol, momentum: this.#momentum(symbol) }))
      .filter((one): one is { symbol: string; momentum: number } => one.momentum !== undefined)
      .sort((a, b) => b.momentum - a.momentum)
      .slice(0, this.params.top);
    if (ranked.length < this.params.top) return;
    this.rebalance(new Map(ranked.map(({ symbol }) => [symbol, 1 / this.params.top])), { tag: 'rotation' });
  }

  /** Return over the look-back to the last close that is known, `undefined` with a shorter history. */
  #momentum(symbol: string): number | undefined {
    const last = this.history(symbol, 1)[0];
    const then = last?.ago(this.params.lookback);
    return last === undefined || then === undefined ? undefined : last.close / then.close - 1;
  }
}
