import type { Millis } from '../core/time.js';
import { joinedText, textBlocks, type TextWriter } from './text-writer.js';

/** What a cell may hold; `undefined` is an empty one. */
export type Cell = string | number | boolean | undefined;

/** Length from which on a block of text is handed on. */
const BLOCK = 1 << 14;

const SPECIAL = /[",\r\n]/;

/** A text as RFC 4180 wants it: quoted only where it holds a comma, a quote or a line break. */
export function textCell(text: string | undefined): string {
  if (text === undefined) return '';
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A float64 as its shortest decimal; an empty cell where there is none. */
export function numberCell(out: TextWriter, value: number | undefined): TextWriter {
  return value === undefined || Number.isNaN(value) ? out : out.number(value);
}

/** An instant as ISO 8601 in UTC; an empty cell where there is none. */
export function timeCell(out: TextWriter, time: Millis | undefined): TextWriter {
  return time === undefined || !Number.isFinite(time) ? out : out.time(time);
}

function csvLine(cells: readonly Cell[]): string {
  return cells.map((cell) => textCell(cell === undefined ? cell : String(cell))).join(',');
}

/** A header and rows as blocks of text, so that files of any length can be written without being held in memory. */
export function* csvBlocks(header: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string, void, undefined> {
  let block = `${csvLine(header)}\n`;
  for (const row of rows) {
    block += `${csvLine(row)}\n`;
    if (block.length < BLOCK) continue;
    yield block;
    block = '';
  }
  if (block !== '') yield block;
}

/** A CSV file whose rows write themselves, all but the line break: for files of many rows. */
export interface CsvFile {
  readonly header: readonly string[];
  readonly rows: number;
  writeRow(out: TextWriter, row: number): void;
}

/** The file in blocks of bytes, each good until the next one is asked for. */
export function csvFileBlocks({ header, rows, writeRow }: CsvFile): Iterable<Uint8Array> {
  return textBlocks(rows + 1, (out, line) => {
    if (line === 0) out.text(csvLine(header));
    else writeRow(out, line - 1);
    out.text('\n');
  });
}

/** The file as one text. */
export function csvFileText(file: CsvFile): string {
  return joinedText(csvFileBlocks(file));
}
