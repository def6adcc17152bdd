import { Strategy } from '../../src/strategy/strategy.js';
import type { Slice } from '../../src/core/slice.js';

/** Buys all its symbols in equal parts at the first chance and never trades again: what every other strategy must beat. */
export class BuyAndHold extends Strategy {
  readonly #memory = this.state('buy-and-hold', { bought: false });

  override onSlice(slice: Slice): void {
    if (this.#memory.bought || slice.missing.length > 0) return;
    this.#memory.bought = true;
    for (const symbol of this.symbols) this.orderTargetPercent(symbol, 1 / this.symbols.length, { tag: 'buy and hold' });
  }
}
