import type { VenueEvent } from '../broker/live-broker.js';
import type { Millis } from '../core/time.js';
import type { SliceBar } from '../feed/live-feed.js';

/** What an operator, or a guard in an operator's place, tells a run. */
export type OperatorCommand =
  /** No order passes any more. `cancel` also asks for the end of all that work. */
  | { readonly command: 'halt'; readonly reason: string; readonly cancel: boolean }
  | { readonly command: 'resume' }
  /** Sends what closes every position. Passes a halt. */
  | { readonly command: 'liquidate' };

/** A position that comes into the books from outside: held at the start, or traded by somebody else on the account. */
export interface AdoptedPosition {
  readonly symbol: string;
  /** Units with their direction, as a decimal. */
  readonly quantity: string;
  /** Price per unit at which it enters the books, as a decimal. */
  readonly price: string;
}

/** Cash that came (below 0: went) without an order, as a decimal. */
export interface CashChange {
  readonly amount: string;
  readonly as: 'deposit' | 'adjustment';
  readonly reason: string;
}

/**
 * Everything that can move a live run, as plain JSON. A run is a function of its history and its inputs: the same ones, in the same
 * order, make the same decisions. That is how it is restored after a restart, and how it is audited.
 */
export type LiveInput =
  /** All bars that closed at one instant. `muted`: they came too late to be acted on, strategies see them as warm-up. */
  | {
      readonly kind: 'slice';
      readonly time: Millis;
      readonly bars: readonly SliceBar[];
      readonly missing: readonly string[];
      readonly muted?: true;
    }
  /** A bar that came after its slice had closed. It changes nothing. */
  | { readonly kind: 'late-bar'; readonly time: Millis; readonly bar: SliceBar }
  /** Other figures for a bar that has been taken. They change nothing. */
  | { readonly kind: 'corrected-bar'; readonly time: Millis; readonly bar: SliceBar }
  /** Timers up to `time` are due. `muted`: they were missed, what they send is refused. */
  | { readonly kind: 'timer'; readonly time: Millis; readonly muted?: true }
  | { readonly kind: 'venue'; readonly time: Millis; readonly event: VenueEvent }
  | ({ readonly kind: 'operator'; readonly time: Millis } & OperatorCommand)
  | { readonly kind: 'adopt'; readonly time: Millis; readonly positions: readonly AdoptedPosition[] }
  /** The account has more cash (below 0: less) than the books, as a decimal. A `deposit` is not earned; an `adjustment` is, such as a dividend. */
  | ({ readonly kind: 'cash'; readonly time: Millis } & CashChange)
  /** The data are over: what works expires, strategies stop. */
  | { readonly kind: 'end'; readonly time: Millis };
