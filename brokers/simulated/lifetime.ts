import type { Order } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';
import type { Lifetime } from './working-order.js';

export interface CutOffs {
  readonly openCutoff: Millis;
  readonly closeCutoff: Millis;
}

/** Of orders without an end: one object for all of them. */
const ENDLESS: Lifetime = { expiresAt: Infinity, auctionAt: Number.NaN };

/** Until when an order works, and the auction it takes part in. */
export function lifetimeOf({ timeInForce, extras, instrument }: Order, acceptedAt: Millis, { openCutoff, closeCutoff }: CutOffs): Lifetime {
  const { calendar } = instrument;
  switch (timeInForce) {
    case 'gtc':
    case 'ioc':
    case 'fok':
      return ENDLESS;
    case 'day': {
      const expiresAt = extras?.extendedHours === true ? calendar.dayEndOf(acceptedAt) : calendar.nextClosing(acceptedAt).close;
      return { expiresAt, auctionAt: Number.NaN };
    }
    case 'gtd':
      return { expiresAt: extras!.expiresAt!, auctionAt: Number.NaN };
    case 'opg': {
      const inTime = acceptedAt + openCutoff;
      const closing = calendar.nextClosing(inTime);
      const session = closing.open >= inTime ? closing : calendar.at(closing.index + 1);
      return { expiresAt: session.close, auctionAt: session.open };
    }
    case 'cls': {
      // The session that closes at the cut-off's very instant counts: one millisecond earlier it closes "after".
      const { close } = calendar.nextClosing(acceptedAt + closeCutoff - 1);
      return { expiresAt: close, auctionAt: close };
    }
  }
}
