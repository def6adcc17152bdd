import { isoInstant, type IsoDate } from '../../src/core/time.js';

/** Today's date in UTC: the one thing that the commands ask the wall clock for, to know how far to fetch. */
export function today(): IsoDate {
  return isoInstant(Date.now()).slice(0, 10);
}
