import type { Bar } from '../core/bar.js';
import type { CorporateAction } from '../core/corporate-action.js';
import type { Execution } from '../core/execution.js';
import type { Slice } from '../core/slice.js';
import type { Millis } from '../core/time.js';
import type { SliceBar } from '../feed/live-feed.js';
import { Audience } from './audience.js';
import { Channel } from './channel.js';
import type { OrderCommand } from '../core/order-command.js';

/** The account at the end of a slice, in float64. */
export interface EquityPoint {
  readonly time: Millis;
  readonly equity: number;
  readonly cash: number;
  readonly grossExposure: number;
  readonly netExposure: number;
}

/** How the run itself is doing. */
export type StatusEvent =
  | { readonly kind: 'started'; readonly time: Millis }
  | { readonly kind: 'warning'; readonly time: Millis; readonly text: string }
  | { readonly kind: 'corporate-action'; readonly time: Millis; readonly action: CorporateAction }
  /** Live runs: a bar that came after its slice had closed, or other figures for one that was taken. History stays as it was. */
  | { readonly kind: 'late-bar' | 'corrected-bar'; readonly time: Millis; readonly bar: SliceBar }
  | {
      readonly kind: 'margin-call';
      readonly time: Millis;
      readonly equity: number;
      readonly required: number;
      /** Whose sub-account it is. */
      readonly strategy?: string;
    }
  | { readonly kind: 'stopped'; readonly time: Millis };

/**
 * Everything that happens in a run, as channels. State is updated before its event is published: whoever hears of a
 * fill finds it in the portfolio.
 */
export class EngineBus {
  /** Listeners of bars, slices and equity: while there are none, the engine need not make these. */
  readonly audience = new Audience();
  readonly bars = new Channel<Bar>(this.audience);
  readonly slices = new Channel<Slice>(this.audience);
  readonly orders = new Channel<OrderCommand>();
  readonly executions = new Channel<Execution>();
  readonly equity = new Channel<EquityPoint>(this.audience);
  readonly status = new Channel<StatusEvent>();

  /** Completes all channels. */
  complete(): void {
    for (const channel of [this.bars, this.slices, this.orders, this.executions, this.equity, this.status]) channel.complete();
  }
}
