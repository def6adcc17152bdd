import { csvRecords, type CsvRecord } from './csv-records.js';

/** Where two files first differ, and what stands there. `undefined` where a file has ended. */
export interface FileDifference {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Name of the CSV column or path of the JSON value; the number of the character where there is no name. */
  readonly column: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Characters that are shown around a difference in a long line. */
const AROUND = 30;

/** First difference of two texts that are not the same. */
export function firstDifference(file: string, before: string, after: string): FileDifference {
  if (file.endsWith('.csv')) return csvDifference(file, before, after);
  if (file.endsWith('.json') || file.endsWith('.jsonl')) return jsonDifference(file, before, after) ?? textDifference(file, before, after);
  return textDifference(file, before, after);
}

function csvDifference(file: string, before: string, after: string): FileDifference {
  const [a, b] = [csvRecords(before), csvRecords(after)];
  let header: readonly string[] | undefined;
  for (;;) {
    const [one, other] = [a.next().value as CsvRecord | undefined, b.next().value as CsvRecord | undefined];
    if (one === undefined && other === undefined) return textDifference(file, before, after);
    if (one === undefined || other === undefined) {
      const line = (one ?? other)!.line;
      return { file, line, column: 'the whole row', before: one?.cells.join(','), after: other?.cells.join(',') };
    }
    const cells = Math.max(one.cells.length, other.cells.length);
    for (let i = 0; i < cells; i++) {
      if (one.cells[i] === other.cells[i]) continue;
      return { file, line: one.line, column: header?.[i] ?? `column ${i + 1}`, before: one.cells[i], after: other.cells[i] };
    }
    header ??= one.cells;
  }
}

/** Line by line; within the line (or, for a document on many lines, the whole of it) by the path of the value. */
function jsonDifference(file: string, before: string, after: string): FileDifference | undefined {
  const { line, before: one, after: other } = lineDifference(before, after);
  const whole = file.endsWith('.json');
  if (one === undefined || other === undefined)
    return whole ? undefined : { file, line, column: 'the whole line', before: one, after: other };
  try {
    const found = leafDifference(JSON.parse(whole ? before : one), JSON.parse(whole ? after : other), '');
    return found && { file, line, ...found };
  } catch {
    return undefined;
  }
}

/** First value that differs, in the order of the first document. */
function leafDifference(before: unknown, after: unknown, at: string): Omit<FileDifference, 'file' | 'line'> | undefined {
  if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const found = leafDifference(before[key], after[key], at === '' ? key : `${at}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const [one, other] = [shown(before), shown(after)];
  return one === other ? undefined : { column: at, before: one, after: other };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string | undefined {
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}

function textDifference(file: string, before: string, after: string): FileDifference {
  const { line, before: one, after: other } = lineDifference(before, after);
  if (one === undefined || other === undefined) return { file, line, column: 'the whole line', before: cut(one), after: cut(other) };
  let at = 0;
  while (one[at] === other[at]) at++;
  const excerpt = (text: string): string => text.slice(Math.max(0, at - AROUND), at + AROUND);
  return { file, line, column: `character ${at + 1}`, before: excerpt(one), after: excerpt(other) };
}

function lineDifference(before: string, after: string): { line: number; before: string | undefined; after: string | undefined } {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return { line: at + 1, before: lineOf(a, at, b), after: lineOf(b, at, a) };
}

/** What follows the last line break is no line where the other text goes on. */
function lineOf(lines: readonly string[], at: number, others: readonly string[]): string | undefined {
  return lines[at] === '' && at === lines.length - 1 && others[at] !== undefined ? undefined : lines[at];
}

function cut(text: string | undefined): string | undefined {
  return text === undefined || text.length <= 2 * AROUND ? text : `${text.slice(0, 2 * AROUND)} ...`;
}
