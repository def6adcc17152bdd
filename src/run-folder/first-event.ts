import { csvTable, type CsvRow } from './csv-records.js';
import type { RunFolder } from './run-folder.js';

export type EventKind = 'fill' | 'order end' | 'trade' | 'order' | 'equity';

/** The first thing that happened in one run and not, or not so, in another. */
export interface EventDifference {
  readonly kind: EventKind;
  readonly time: string;
  readonly file: string;
  /** Names of the columns that differ; empty where only one run has the event. */
  readonly columns: readonly string[];
  readonly before: EventSide | undefined;
  readonly after: EventSide | undefined;
}

/** A row of a run's file. */
export interface EventSide {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

interface EventSource {
  readonly kind: EventKind;
  readonly file: string;
  readonly time: string;
  /** Columns that belong to the event. Default: all but `without`. */
  readonly columns?: readonly string[];
  readonly without?: readonly string[];
}

/** What an order is when it is sent. Its quantity belongs to its end, because cuts are in it. */
const SENT = [
  'strategy',
  'symbol',
  'side',
  'type',
  'notional',
  'limit',
  'stop',
  'tif',
  'purpose',
  'tag',
  'decided_at',
  'trail_amount',
  'trail_percent',
  'expires_at',
  'parent_id',
  'sibling_id',
  'replaces_id',
];

/** In the order in which they happen within one instant: fills, what they end and close, decisions, the equity point. */
const SOURCES: readonly EventSource[] = [
  { kind: 'fill', file: 'fills.csv', time: 'time' },
  { kind: 'order end', file: 'orders.csv', time: 'ended_at', without: SENT },
  { kind: 'trade', file: 'trades.csv', time: 'exit_time' },
  { kind: 'order', file: 'orders.csv', time: 'decided_at', columns: SENT },
  { kind: 'equity', file: 'equity.csv', time: 'time' },
];

/**
 * The first event, in time order, that differs between two runs; `undefined` where none does. Equity points are
 * compared where both runs wrote the same ones (`--equity`).
 * @throws DataError for a file that is missing or was changed after its run.
 */
export function firstEventDifference(before: RunFolder, after: RunFolder): EventDifference | undefined {
  let first: EventDifference | undefined;
  for (const source of SOURCES) {
    if (source.kind === 'equity' && before.manifest.equity !== after.manifest.equity) continue;
    const found = source.kind === 'order end' ? firstOrderEnd(source, before, after) : firstRow(source, before, after);
    if (found !== undefined && (first === undefined || found.time < first.time)) first = found;
  }
  return first;
}

/** Files of one run are in time order, so that the first row that differs is the first event that does. */
function firstRow(source: EventSource, before: RunFolder, after: RunFolder): EventDifference | undefined {
  const [a, b] = [csvTable(before.text(source.file)), csvTable(after.text(source.file))];
  const columns = columnsOf(source, a.header, b.header);
  const rows = Math.max(a.rows.length, b.rows.length);
  for (let i = 0; i < rows; i++) {
    const found = difference(source, columns, a.rows[i], b.rows[i]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Orders stand in the order of their decisions, and end in any order: the earliest end that differs counts. */
function firstOrderEnd(source: EventSource, before: RunFolder, after: RunFolder): EventDifference | undefined {
  const [a, b] = [csvTable(before.text(source.file)), csvTable(after.text(source.file))];
  const columns = columnsOf(source, a.header, b.header);
  let first: EventDifference | undefined;
  const orders = Math.min(a.rows.length, b.rows.length);
  for (let i = 0; i < orders; i++) {
    const [one, other] = [a.rows[i]!, b.rows[i]!];
    // From an order on that was sent in one run only, the rows no longer belong together.
    if (SENT.some((name) => (one.cells[name] ?? '') !== (other.cells[name] ?? ''))) break;
    const found = difference(source, columns, one, other);
    if (found !== undefined && (first === undefined || found.time < first.time)) first = found;
  }
  return first;
}

function columnsOf({ columns, without = [] }: EventSource, a: readonly string[], b: readonly string[]): readonly string[] {
  return columns ?? [...new Set([...a, ...b])].filter((name) => !without.includes(name));
}

function difference(
  { kind, file, time }: EventSource,
  columns: readonly string[],
  before: CsvRow | undefined,
  after: CsvRow | undefined,
): EventDifference | undefined {
  const differing = columns.filter((name) => (before?.cells[name] ?? '') !== (after?.cells[name] ?? ''));
  if (differing.length === 0) return undefined;
  const [one, other] = [before?.cells[time], after?.cells[time]];
  // An order that has not ended has no time: that of the other run counts.
  const [early, late] = [one || undefined, other || undefined];
  if (kind !== 'order end' && early !== late) {
    const earlier = late === undefined || (early !== undefined && early < late);
    return {
      kind,
      time: (earlier ? early : late)!,
      file,
      columns: [],
      before: earlier ? before : undefined,
      after: earlier ? undefined : after,
    };
  }
  return {
    kind,
    time: [early, late].filter((t) => t !== undefined).sort()[0] ?? before!.cells['decided_at']!,
    file,
    columns: differing,
    before,
    after,
  };
}
