import type { Hours } from './hours.js';
import type { Market } from './market.js';

/** Moves the market through its day by the clock: pre-market, open, close, end of the extended hours. */
export class SessionTimer {
  readonly #hours: Hours;
  readonly #market: Market;
  readonly #onClose: () => void;

  constructor(hours: Hours, market: Market, onClose: () => void) {
    this.#hours = hours;
    this.#market = market;
    this.#onClose = onClose;
  }

  /** Waits for the next turn after now, and then for the one after that. */
  arm(after = this.#hours.clock.now()): void {
    if (this.#hours.driven) return;
    const turn = this.#hours.nextTurn(after);
    this.#hours.clock.at(turn.time, () => {
      if (turn.to === 'regular') this.#market.opening();
      else if (turn.to === 'post') {
        this.#market.closing(turn.session.index);
        this.#onClose();
      } else this.#market.turned(turn.to === 'closed' ? turn.session.index : undefined);
      this.arm(turn.time);
    });
  }
}
