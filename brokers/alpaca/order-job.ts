import type { TrackedOrder } from './tracked-order.js';

/** An order that is to get to the venue, in the place of another or for itself. */
export class OrderJob {
  readonly tracked: TrackedOrder;
  /** Orders that travel in the same request. */
  readonly group: readonly TrackedOrder[];
  /** `waiting` to be sent, being `sent` now, or being `sought`, as it may have arrived. */
  state: 'waiting' | 'sent' | 'sought' = 'waiting';
  /** True where it may have arrived, and is to be looked for before anything else: sent by an earlier process, or without a clear answer. */
  mayBeThere: boolean;
  /** True from the first attempt on, also one of an earlier process: a refusal is believed only after another look. */
  wasSent: boolean;
  /** True where the venue has said that it has the name. */
  isNameTaken = false;
  /** What the venue has refused with, when it may be there from an earlier attempt. */
  refusal: { readonly words: string } | undefined;
  /** True where the order before it is ended first, and it is sent as an order of its own. */
  byCancel = false;

  constructor(tracked: TrackedOrder, group: readonly TrackedOrder[], mayBeThere: boolean) {
    this.tracked = tracked;
    this.group = group;
    this.mayBeThere = mayBeThere;
    this.wasSent = mayBeThere;
  }

  get instrumentIndex(): number {
    return this.tracked.order.instrumentIndex;
  }
  get clientOrderId(): string {
    return this.tracked.clientOrderId;
  }
  /** True once nothing more is to be done for it. */
  get isDone(): boolean {
    return this.tracked.isKnown || !this.tracked.isOpen;
  }
}
