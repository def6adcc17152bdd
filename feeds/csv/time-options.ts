import { ConfigError } from '../../src/core/errors.js';
import { SECOND, type Millis } from '../../src/core/time.js';
import { ZoneClock } from '../common/zone-clock.js';
import { hasOffset, patternReader } from './pattern.js';
import { epochReader, readDate, readIso, readIsoTime, trimmed, type StampReader } from './stamp.js';

/** How the time column is to be read. */
export interface CsvTime {
  /**
   * - `date`: `YYYY-MM-DD`, the default of daily files;
   * - `iso`: ISO 8601 with `T` or a blank, with or without an offset, the default of intraday files;
   * - `epoch-seconds`, `epoch-millis`: since 1970-01-01T00:00Z;
   * - anything else is a format of luxon's tokens, such as `dd.MM.yyyy HH:mm`.
   */
  readonly format?: 'date' | 'iso' | 'epoch-seconds' | 'epoch-millis' | (string & {});
  /**
   * IANA zone of stamps that have no offset of their own; required for those. In the hour that the zone's clock repeats
   * in autumn, a stamp is the first passing unless that is not after the row before it; one that the clock skips in
   * spring is a fault.
   *
   * For epoch stamps of daily files, the zone whose date is meant. Default `UTC`, which also gives the right date for
   * stamps at New York's open, close or midnight.
   */
  readonly zone?: string;
  /** What an intraday stamp is: the bar's open, or its close. There is no default: a guess would be look-ahead or delay. */
  readonly stamp?: 'open' | 'close';
}

/** The time column, ready to be read. */
export interface TimeColumn {
  readonly read: StampReader;
  readonly format: string;
  readonly zone: string | undefined;
  /** Of stamps that are numbers since 1970: milliseconds in one unit. */
  readonly epochUnit: Millis | undefined;
}

/** @throws ConfigError for an unknown zone, or for local stamps of no zone. */
export function timeColumn(time: CsvTime, kind: 'dates' | 'instants'): TimeColumn {
  const { format = kind === 'dates' ? 'date' : 'iso', zone } = time;
  if (zone !== undefined) new ZoneClock(zone);
  const epochUnit = format === 'epoch-seconds' ? SECOND : format === 'epoch-millis' ? 1 : undefined;
  if (kind === 'instants' && format === 'date') {
    throw new ConfigError('dates alone do not say when an intraday bar was', {
      code: 'csv/time-format',
      context: { format },
      hint: 'give time.format for stamps with a time of day, or interval "1d"',
    });
  }
  const named = format === 'date' || format === 'iso' || epochUnit !== undefined;
  if (kind === 'instants' && !named && zone === undefined && !hasOffset(format)) {
    throw new ConfigError(`stamps of format ${format} have no offset from UTC, and no zone was given`, {
      code: 'csv/zone',
      context: { format },
      hint: 'say whose local time it is with time: { zone: "America/New_York" }, or "UTC"',
    });
  }
  const read = epochUnit === undefined ? readerOf(format, kind) : epochReader(epochUnit);
  return { read: trimmed(read), format, zone, epochUnit };
}

function readerOf(format: string, kind: 'dates' | 'instants'): StampReader {
  if (format === 'date') return readDate;
  if (format === 'iso') return kind === 'dates' ? readIso : readIsoTime;
  return patternReader(format);
}
