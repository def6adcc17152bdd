import type { Scenario, ScenarioLife, ScenarioSide, ScenarioType } from './scenario.js';

/** One order in the reference broker. */
export interface ReferenceOrder {
  readonly name: string;
  readonly instrument: number;
  readonly side: ScenarioSide;
  readonly type: ScenarioType;
  readonly life: ScenarioLife;
  readonly until: number | undefined;
  limit: number | undefined;
  stop: number | undefined;
  trailAmount: number | undefined;
  trailPercent: number | undefined;
  /** Shares asked for in all, and filled. */
  total: number;
  filled: number;
  state: 'held' | 'working' | 'ended';
  status: string;
  reason: string;
  acceptedAt: number;
  /** Place in the queue. */
  place: number;
  /** A stop that was reached: from then on a market order (or a limit). */
  reached: boolean;
  /** Best price of a trailing stop. */
  extreme: number;
  /** The session whose open it used first. */
  firstOpen: number | undefined;
  /** No more fills on the bar of this session. */
  blocked: number;
  parent: ReferenceOrder | undefined;
  sibling: ReferenceOrder | undefined;
  legs: ReferenceOrder[];
  /** The fill it answers: where the market stood, and on which session's bar. */
  answers: { readonly session: number; readonly point: 'open' | 'path' | 'close'; readonly market: number } | undefined;
  /** Time and price of its last fill. */
  last: { readonly session: number; readonly point: 'open' | 'path' | 'close'; readonly price: number; readonly at: number } | undefined;
}

/** Cash and shares, in whole units of 1e-8 and whole shares. */
export class ReferenceBook {
  cash: bigint;
  readonly positions: number[];
  readonly #fee: Scenario['fee'];

  constructor({ cash, fee, bars }: Scenario) {
    this.cash = BigInt(cash) * 100_000_000n;
    this.positions = bars.map(() => 0);
    this.#fee = fee;
  }

  fill(order: ReferenceOrder, shares: number, cents: number): void {
    const value = BigInt(shares) * BigInt(cents) * 1_000_000n;
    this.cash += order.side === 'buy' ? -value : value;
    this.positions[order.instrument]! += order.side === 'buy' ? shares : -shares;
    if ('bps' in this.#fee) {
      const tenThousandths = value * BigInt(this.#fee.bps);
      this.cash -= (tenThousandths + 9999n) / 10_000n;
      return;
    }
    // The fee of the whole order so far, less that of what has filled before, both in shares of today.
    this.cash -= this.#perShare(order.filled + shares) - this.#perShare(order.filled);
  }

  #perShare(shares: number): bigint {
    if ('bps' in this.#fee || shares === 0) return 0n;
    const whole = BigInt(shares) * BigInt(this.#fee.tenthCents) * 100_000n;
    const least = BigInt(this.#fee.minimumCents) * 1_000_000n;
    return whole > least ? whole : least;
  }

  /** Shares of a fill that take the position nearer to zero. */
  reducing(order: ReferenceOrder, shares: number): number {
    const held = this.positions[order.instrument]!;
    const opposite = order.side === 'buy' ? -held : held;
    return Math.max(0, Math.min(shares, opposite));
  }
}
