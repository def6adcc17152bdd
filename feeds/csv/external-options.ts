import { ConfigError } from '../../src/core/errors.js';
import { HOUR, MINUTE, type Millis } from '../../src/core/time.js';
import type { CsvMode } from './faults.js';
import type { CsvTime } from './time-options.js';

/** When the value of a date became known. */
export interface KnownAt {
  /** Time of day as `HH:MM`. */
  readonly time: string;
  /** IANA zone of that time. */
  readonly zone: string;
  /** Calendar days after the date, for figures published later. Default 0. */
  readonly daysLater?: number;
}

/**
 * When the daily closes of common indices are known, in New York: the VIX at 16:15, when it stops being calculated, the
 * 10-year yield index TNX and the dollar index DXY at 17:00. So the close of a stock session, at 16:00, sees none of
 * them of the same day.
 */
export const KNOWN_AT = {
  VIX: { time: '16:15', zone: 'America/New_York' },
  TNX: { time: '17:00', zone: 'America/New_York' },
  DXY: { time: '17:00', zone: 'America/New_York' },
} as const satisfies Readonly<Record<string, KnownAt>>;

/** A series of facts in a CSV file. */
export interface CsvExternalOptions {
  /** Name by which strategies read it: `bar.get(name)`. */
  readonly name: string;
  readonly file: string | URL;
  /** Header name of the column with the values. Default: the close. */
  readonly column?: string;
  /**
   * When a row's value became known: a time of day for files of dates, or `stamp` where the time column itself is the
   * instant. There is no default: a guess would be look-ahead.
   */
  readonly knownAt: KnownAt | 'stamp';
  /** How the time column is written, and its header name. */
  readonly time?: Omit<CsvTime, 'stamp'> & { readonly column?: string };
  /** Limits the series to the bars of one instrument. */
  readonly symbol?: string;
  /** `strict` (default) throws at the first faulty row, `tolerant` drops, counts and lists it. */
  readonly mode?: CsvMode;
  readonly delimiter?: ',' | ';' | '\t' | '|';
  /** Names of the columns, for files that have no header line. */
  readonly header?: readonly string[];
}

/** How long after the beginning of its date a value is known, on the wall clock. @throws ConfigError for no time of day. */
export function delayOf({ time, daysLater = 0 }: KnownAt): Millis {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (match && Number.isInteger(daysLater) && daysLater >= 0) {
    return daysLater * 24 * HOUR + Number(match[1]) * HOUR + Number(match[2]) * MINUTE;
  }
  throw new ConfigError(`knownAt must be a time of day and 0 or more days later, not ${JSON.stringify({ time, daysLater })}`, {
    code: 'csv/known-at',
    context: { time, daysLater },
    hint: 'write the time as "16:15"',
  });
}
