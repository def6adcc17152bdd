import { fileURLToPath } from 'node:url';
import type { BarFault } from '../../src/core/series.js';
import { DAY } from '../../src/core/time.js';
import type { FeedData, HistoricalFeed, LoadRequest } from '../../src/feed/feed.js';
import { until } from '../common/until.js';
import { ZoneClock } from '../common/zone-clock.js';
import { fieldText } from './decimal.js';
import { delayOf, type CsvExternalOptions } from './external-options.js';
import { ExternalRows, type KnownTime } from './external-rows.js';
import { RowFaults } from './faults.js';
import { readRows } from './read-rows.js';
import { isInReach, noOffset, notATime, skippedHour } from './row-time.js';
import { Stamp } from './stamp.js';
import { timeColumn, type TimeColumn } from './time-options.js';

/**
 * A series of facts from a CSV file, each with the instant at which it became known. It goes with feeds of any basis,
 * and bars read it by name, always as it was known when they closed.
 *
 * ```ts
 * csvExternal({ name: 'vix', file: 'data/VIX.csv', knownAt: KNOWN_AT.VIX });
 * csvExternal({ name: 'cpi', file: 'cpi.csv', column: 'index', knownAt: { time: '08:30', zone: 'America/New_York', daysLater: 14 } });
 * ```
 *
 * Rows without a value (empty, `nan`, `.`) are skipped.
 * @throws ConfigError for options that cannot work. Loading throws DataError, which names the file and line.
 */
export function csvExternal(options: CsvExternalOptions): HistoricalFeed<never> {
  const { name, column, symbol, mode = 'strict', delimiter = ',', header, time = {} } = options;
  const file = options.file instanceof URL ? fileURLToPath(options.file) : options.file;
  // Made here, so that a bad zone or time is found before any file is read.
  knownTime(options);
  return {
    name: `csv ${name}`,
    // It has no bars, and so no basis: `never` fits every other.
    basis: undefined as never,
    async load(request: LoadRequest = {}): Promise<FeedData> {
      const faults = new RowFaults(file, name, mode, { name });
      const rows = new ExternalRows(column, time.column, knownTime(options), faults);
      await readRows({ file, delimiter, header, signal: request.signal }, faults, rows);
      const [first] = faults.dropped;
      if (rows.length === 0) {
        throw faults.error(first?.line ?? 1, {
          code: 'csv/empty',
          message: `not one row is usable${first === undefined ? '' : `; this one: ${first.reason}`}`,
          hint: 'check the columns and the time format, or read the file in strict mode',
        });
      }
      return until(request.until, {
        series: [],
        externals: [{ name, ...(symbol !== undefined && { symbol }), ...rows.finish() }],
        sources: [{ name: file, rows: rows.length, ...(first && { dropped: faults.dropped }) }],
        warnings: faults.warnings(rows.length),
      });
    },
  };
}

function knownTime({ knownAt, time = {} }: CsvExternalOptions): KnownTime {
  return knownAt === 'stamp'
    ? atStamp(timeColumn(time, 'instants'))
    : afterDate(timeColumn(time, 'dates'), new ZoneClock(knownAt.zone), delayOf(knownAt));
}

/** The stamp is a date, and its value is known at a time of day. */
function afterDate(column: TimeColumn, clock: ZoneClock, delay: number): KnownTime {
  const stamp = new Stamp();
  const zone = column.epochUnit !== undefined && column.zone !== undefined ? new ZoneClock(column.zone) : undefined;
  return (bytes, from, to) => {
    column.read(bytes, from, to, stamp);
    if (!isInReach(stamp.local)) return notATime(column, fieldText(bytes, from, to));
    const local = stamp.local + (zone?.offsetAt(stamp.local) ?? 0);
    const date = Math.floor(local / DAY) * DAY;
    const known = clock.instant(date + delay);
    return Number.isNaN(known) ? clock.instant(date + delay + DAY / 24) : known;
  };
}

/** The stamp itself is the instant. */
function atStamp(column: TimeColumn): KnownTime {
  const stamp = new Stamp();
  const clock = column.zone === undefined ? undefined : new ZoneClock(column.zone);
  return (bytes, from, to, previous): number | BarFault => {
    column.read(bytes, from, to, stamp);
    if (!isInReach(stamp.local)) return notATime(column, fieldText(bytes, from, to));
    if (!Number.isNaN(stamp.offset)) return stamp.local - stamp.offset;
    if (clock === undefined) return noOffset(fieldText(bytes, from, to));
    const known = clock.instant(stamp.local, previous);
    return Number.isNaN(known) ? skippedHour(column, fieldText(bytes, from, to)) : known;
  };
}
