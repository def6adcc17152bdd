import { ConfigError } from '../../src/core/errors.js';
import type { Slice } from '../../src/core/slice.js';
import { integer, number } from '../../src/strategy/parameters.js';
import { Strategy } from '../../src/strategy/strategy.js';
import { spreadScore } from './spread-score.js';

/** Parameters of {@link PairsZScore}. */
export interface PairsZScoreParameters {
  readonly window: number;
  readonly entry: number;
  readonly exit: number;
}

/**
 * Bets that the prices of two related symbols come back together. Over the last `window` sessions the log price of the
 * first is regressed on that of the second; the last residual, in standard deviations, is the score. Far above zero
 * the first is sold and the second bought, far below the other way round; near zero both are closed.
 *
 * Trades its first two symbols, half of equity on each side; the account must allow short sales.
 */
export class PairsZScore extends Strategy<PairsZScoreParameters> {
  static override readonly parameters = {
    window: integer({ default: 60, min: 10, max: 1000, description: 'sessions of the regression' }),
    entry: number({ default: 2, min: 0, description: 'score from which a position is opened' }),
    exit: number({ default: 0.5, min: 0, description: 'score below which it is closed' }),
  };

  readonly #memory = this.state('pair', { side: 0 });

  override onStart(): void {
    if (this.symbols.length === 2) return;
    throw new ConfigError(`${this.name} trades a pair, not ${this.symbols.length} symbols`, {
      code: 'pairs/symbols',
      context: { symbols: this.symbols },
      hint: 'name exactly two symbols',
    });
  }

  override onSlice(slice: Slice): void {
    const [first, second] = this.symbols as [string, string];
    if (slice.missing.length > 0) return;
    const { window, entry, exit } = this.params;
    const prices = [first, second].map((symbol) => this.history(symbol, window).map((bar) => bar.close));
    if (prices[0]!.length < window || prices[1]!.length < window) return;
    const score = spreadScore(prices[0]!, prices[1]!);
    if (score === undefined) return;
    this.plot('z-score', score);
    const side = Math.abs(score) < exit ? 0 : score > entry ? -1 : score < -entry ? 1 : this.#memory.side;
    if (side === this.#memory.side) return;
    this.#memory.side = side;
    const tag = `z-score ${score.toFixed(2)}`;
    this.orderTargetPercent(first, 0.5 * side, { tag, signals: { score } });
    this.orderTargetPercent(second, -0.5 * side, { tag, signals: { score } });
  }
}
