import { textCell } from './csv-cell.js';
import { CsvRow } from './csv-row.js';
import { joinedText, textBlocks } from './text-writer.js';

/** What a cell may hold; `undefined` is an empty one. */
export type Cell = string | number | boolean | undefined;

/** Length from which on a block of text is handed on. */
const BLOCK = 1 << 14;

const LINE_BREAK = 0x0a;

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

/** A CSV file whose rows are given cell by cell: for files of many rows. */
export interface CsvFile {
  readonly header: readonly string[];
  readonly rows: number;
  cells(to: CsvRow, row: number): void;
}

/** The file in blocks of bytes, each good until the next one is asked for. */
export function csvFileBlocks({ header, rows, cells }: CsvFile): Iterable<Uint8Array> {
  const made = new CsvRow(header.length);
  return textBlocks(rows + 1, (out, line) => {
    if (line === 0) out.text(csvLine(header));
    else {
      cells(made, line - 1);
      made.writeTo(out);
    }
    out.character(LINE_BREAK);
  });
}

/** The file as one text. */
export function csvFileText(file: CsvFile): string {
  return joinedText(csvFileBlocks(file));
}
