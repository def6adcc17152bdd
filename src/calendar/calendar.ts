import type { IsoDate, Millis } from '../core/time.js';

/** One trading session. `open` and `close` are instants of its regular hours. */
export interface Session {
  readonly date: IsoDate;
  readonly open: Millis;
  readonly close: Millis;
  /** Midnight of the venue's zone that ends the date: points up to and including it belong to this session. */
  readonly dayEnd: Millis;
  /** True where the session closes before the usual time. */
  readonly earlyClose: boolean;
  /** Number of the session within its calendar, from 0 on; consecutive sessions differ by one. */
  readonly index: number;
}

/**
 * When a venue trades. A calendar is immutable and knows a closed range of dates; asking outside it is a ConfigError
 * that names the range, never a guess.
 */
export interface Calendar {
  readonly name: string;
  /** IANA zone of the venue, for example `America/New_York`. */
  readonly zone: string;
  /** Sessions a year, the factor that annualises session returns: 252 for XNYS, 365 for always-open. */
  readonly sessionsPerYear: number;
  /** The session of a date, or `undefined` when the venue is shut that day. */
  session(date: IsoDate): Session | undefined;
  /** The session to which an instant is counted: the first whose `dayEnd` is not before it. */
  sessionOf(time: Millis): Session;
  /** `sessionOf(time).dayEnd`, without making a session. */
  dayEndOf(time: Millis): Millis;
  /** The first session that closes after `time`: the one in which an order sent at `time` can first work. */
  nextClosing(time: Millis): Session;
  /** The session with this `index`. */
  at(index: number): Session;
  /** Sessions from one date to another, both inclusive. */
  sessions(from: IsoDate, to: IsoDate): readonly Session[];
}
