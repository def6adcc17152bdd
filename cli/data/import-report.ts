import { count, counted, table, timeOf } from './output.js';
import type { FileBars } from './read-file.js';
import type { PriceBasis, VolumeKnowledge } from '../../src/core/instrument.js';
import type { BarInterval, Millis } from '../../src/core/time.js';
import type { WriteCount } from '../../src/store/bar-store.js';

/** A file that is in the store now. */
export interface ImportedFile {
  readonly file: string;
  readonly symbol: string;
  readonly interval: BarInterval;
  readonly volume: VolumeKnowledge;
  readonly bars: number;
  readonly first?: Millis;
  readonly last?: Millis;
  readonly written: readonly (WriteCount & { readonly adjustment: PriceBasis })[];
  readonly dropped: FileBars['dropped'];
  readonly notes: readonly string[];
}

export interface FailedFile {
  readonly file: string;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly exitCode: number;
}

/** What became of each file. */
export interface ImportOutcome {
  readonly imported: ImportedFile[];
  readonly skipped: { readonly file: string; readonly reason: string }[];
  readonly failed: FailedFile[];
}

/** The outcome for people. */
export async function importReport(store: string, { imported, skipped, failed }: ImportOutcome): Promise<string> {
  const parts: string[] = [];
  if (imported.length > 0) parts.push(await tableOf(imported));
  const dropped = imported.filter((one) => one.dropped.length > 0);
  if (dropped.length > 0) parts.push(['Rows left out:', ...dropped.flatMap(droppedLines)].join('\n'));
  const notes = notesOf(imported);
  if (notes.length > 0) parts.push(['Notes:', ...notes].join('\n'));
  if (skipped.length > 0) parts.push(['Passed over:', ...skipped.map(({ file, reason }) => `  ${file}: ${reason}`)].join('\n'));
  if (failed.length > 0)
    parts.push(
      ['Failed:', ...failed.flatMap(({ message, hint }) => [`  ${message}`, ...(hint === undefined ? [] : [`    hint: ${hint}`])])].join(
        '\n',
      ),
    );
  const bars = imported.reduce((sum, one) => sum + one.written.reduce((of, { added, changed }) => of + added + changed, 0), 0);
  const wrote = bars === 0 ? 'nothing new' : `${count(bars)} bars added or changed`;
  parts.push(`${counted(imported.length, 'file')} imported into ${store}: ${wrote}`);
  return parts.join('\n\n');
}

async function tableOf(imported: readonly ImportedFile[]): Promise<string> {
  const sum = ({ written }: ImportedFile, what: 'added' | 'changed'): string =>
    written
      .map((one) => one[what])
      .filter((one, at, all) => at === 0 || one !== all[0])
      .map(count)
      .join(' / ');
  return table(
    ['symbol', 'interval', 'adjustments', 'bars', 'from', 'to', 'new', 'changed', 'left out'],
    imported.map((one) => [
      one.symbol,
      one.interval,
      one.written.map(({ adjustment }) => adjustment).join(', '),
      count(one.bars),
      timeOf(one.first, one.interval),
      timeOf(one.last, one.interval),
      sum(one, 'added'),
      sum(one, 'changed'),
      count(one.dropped.length),
    ]),
    ['bars', 'new', 'changed', 'left out'],
  );
}

/** Each reason once, without the figures of its rows, with its number and its first row. */
function droppedLines({ file, dropped }: ImportedFile): string[] {
  const byReason = new Map<string, { count: number; first: string }>();
  for (const { line, reason } of dropped) {
    const kind = reason.replace(/\s*\(.*\)$/s, '').replace(/^\d{4}-\d{2}-\d{2}/, 'a date');
    const known = byReason.get(kind);
    if (known === undefined) byReason.set(kind, { count: 1, first: `${line === undefined ? '' : `line ${line}: `}${reason}` });
    else known.count += 1;
  }
  return [...byReason].flatMap(([kind, one]) => [
    `  ${file}: ${counted(one.count, 'row')}: ${kind}`,
    `    ${one.count === 1 ? '' : 'the first: '}${one.first}`,
  ]);
}

/** Each note once, with the files to which it applies. */
function notesOf(imported: readonly ImportedFile[]): string[] {
  const byNote = new Map<string, string[]>();
  const add = (note: string, symbol: string): void => void byNote.set(note, [...(byNote.get(note) ?? []), symbol]);
  for (const { symbol, notes, volume } of imported) {
    for (const note of notes) add(note, symbol);
    if (volume === 'unknown') add('no volume: orders are not limited by it, and reports say so', symbol);
  }
  return [...byNote].map(([note, symbols]) => {
    const named = symbols.length > 8 ? `${symbols.slice(0, 6).join(', ')} and ${symbols.length - 6} more` : symbols.join(', ');
    return `  ${named}: ${note}`;
  });
}
