import type { VenueEvent } from '../../src/broker/live-broker.js';
import type { CancelReason, RejectReason } from '../../src/core/execution.js';
import type { Order, TimeInForce } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';
import { lifeOf } from './capabilities.js';
import type { HistoryState } from './order-history.js';
import type { VenuePhase } from './order-status.js';
import { reasonOf } from './refusals.js';

/** An order's end at the venue, with the time and the venue's word for it. */
export interface VenueEnd {
  readonly phase: VenuePhase;
  readonly time: Millis;
  readonly message: string | undefined;
}

/** A refusal in our words and in the venue's. */
export interface VenueRefusal {
  readonly reason: RejectReason;
  readonly message: string;
  readonly time: Millis;
}

/** What of an order decides how its end is called. */
export interface EndingOrder {
  readonly order: Order;
  readonly clientOrderId: string;
  /** What has been said of it. */
  readonly said: { readonly state: HistoryState; readonly filled: { toString(): string } };
  readonly cancelReason: CancelReason | undefined;
  readonly hasReplacement: boolean;
  /** True for a leg whose entry has come to its end. */
  readonly hasEndedEntry: boolean;
}

/** What the venue's end of an order means. All its fills have been said. */
export function endOf(
  { order, said, clientOrderId, cancelReason, hasReplacement, hasEndedEntry }: EndingOrder,
  { phase, time, message }: VenueEnd,
  refusal: VenueRefusal | undefined,
): VenueEvent {
  const life = lifeOf(order);
  const of = { clientOrderId, time };
  const canceled = (reason: CancelReason, words: string | undefined): VenueEvent => ({
    kind: 'canceled',
    ...of,
    reason,
    ...(words !== undefined && { message: words }),
  });
  switch (phase) {
    case 'rejected': {
      const words = refusal?.message ?? message ?? 'the venue has rejected it without a reason';
      if (said.state === 'pending') return { kind: 'rejected', ...of, reason: refusal?.reason ?? reasonOf(words), message: words };
      return canceled('canceled-by-venue', words);
    }
    case 'filled':
      // Its last fill was told before the venue said that the rest had gone with the other order of the pair.
      if (order.extras?.sibling !== undefined) return canceled('sibling-ended', 'the other order of the pair has filled the rest');
      return canceled('canceled-by-venue', `the venue calls it filled with ${said.filled.toString()}`);
    case 'replaced':
      return canceled(hasReplacement ? 'replaced' : 'canceled-by-venue', message);
    case 'expired':
      return expired(life, of) ?? canceled('not-filled-at-once', message);
    case 'canceled':
      if (cancelReason !== undefined) return canceled(cancelReason, message);
      if (hasEndedEntry && said.state !== 'working') return canceled('entry-not-filled', message);
      if (order.extras?.sibling !== undefined) return canceled('sibling-ended', message);
      if (life === 'ioc' || life === 'fok') return canceled('not-filled-at-once', message);
      // Orders that end with their session or auction are reported in either word.
      if (life !== 'gtc' && life !== 'day') return expired(life, of) ?? canceled('canceled-by-venue', message);
      return life === 'day' && isAfterSession(order, time)
        ? { kind: 'expired', ...of, reason: 'session-ended' }
        : canceled('canceled-by-venue', message);
    case 'held':
    case 'working':
      throw new TypeError(`${phase} is no end`);
  }
}

function expired(life: TimeInForce, of: { readonly clientOrderId: string; readonly time: Millis }): VenueEvent | undefined {
  switch (life) {
    case 'day':
      return { kind: 'expired', ...of, reason: 'session-ended' };
    case 'gtc':
    case 'gtd':
      return { kind: 'expired', ...of, reason: 'date-reached' };
    case 'opg':
    case 'cls':
      return { kind: 'expired', ...of, reason: 'auction-over' };
    case 'ioc':
    case 'fok':
      return undefined;
  }
}

/** Whether an instant lies outside the sessions' hours: an order for the day that ends then has ended with its day. */
function isAfterSession({ instrument: { calendar } }: Order, time: Millis): boolean {
  return time < calendar.nextClosing(time).open;
}
