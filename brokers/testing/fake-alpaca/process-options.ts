import { alwaysOpen } from '../../../src/calendar/always-open.js';
import { xnys } from '../../../src/calendar/xnys.js';
import { acceleratedClock } from '../../../src/clock/accelerated-clock.js';
import { LiveClock } from '../../../src/clock/live-clock.js';
import type { Millis } from '../../../src/core/time.js';
import type { FakeAlpacaOptions } from './options.js';

/** Settings of a server in a process of its own: those of {@link FakeAlpacaOptions} as JSON. */
export interface FakeAlpacaProcessOptions extends Omit<FakeAlpacaOptions, 'clock' | 'hours'> {
  /** Name of the calendar that opens and closes the market, or `'driven'`. Default `'XNYS'`. */
  readonly hours?: 'XNYS' | 'always-open' | 'driven';
  /** A clock that starts at another time and runs at another speed. Default the machine's. */
  readonly clock?: { readonly from: Millis; readonly speed: number };
}

/** The settings as a server in this process takes them. */
export function optionsOf({ hours = 'XNYS', clock, ...rest }: FakeAlpacaProcessOptions): FakeAlpacaOptions {
  const calendars = { XNYS: xnys, 'always-open': alwaysOpen, driven: 'driven' } as const;
  const base = new LiveClock();
  return { ...rest, hours: calendars[hours], clock: clock ? acceleratedClock(base, clock) : base };
}
