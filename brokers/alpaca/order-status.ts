/** What the venue's status of an order means to us. */
export type VenuePhase = 'held' | 'working' | 'filled' | 'canceled' | 'expired' | 'rejected' | 'replaced';

/** The statuses that are known to be final, and `held`. Every other one, also one that is new, is of an order that may still fill. */
const PHASES: ReadonlyMap<string, VenuePhase> = new Map([
  ['held', 'held'],
  ['filled', 'filled'],
  ['canceled', 'canceled'],
  ['expired', 'expired'],
  ['rejected', 'rejected'],
  ['replaced', 'replaced'],
]);

/** Statuses that count as working, so that a word that is none of them can be reported. */
const WORKING: ReadonlySet<string> = new Set([
  'new',
  'accepted',
  'pending_new',
  'partially_filled',
  'pending_cancel',
  'pending_replace',
  'pending_review',
  'accepted_for_bidding',
  'stopped',
  'suspended',
  'calculated',
  'done_for_day',
]);

export function phaseOf(status: string): VenuePhase {
  return PHASES.get(status) ?? 'working';
}

export function isKnownStatus(status: string): boolean {
  return PHASES.has(status) || WORKING.has(status);
}

export function isFinal(phase: VenuePhase): boolean {
  return phase !== 'held' && phase !== 'working';
}

/** Whether an order in this status can be replaced: it has gone on to the exchange. */
export function isReplaceable(status: string): boolean {
  return status === 'new' || status === 'held';
}
