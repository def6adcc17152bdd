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

function csvLine(cells: readonly Cell[]): string {
  return cells.map((cell) => textCell(cell === undefined ? cell : String(cell))).join(',');
}

/** A header and rows as blocks of text, so that files of any length can be written without being held in memory. */
export function csvBlocks(header: readonly string[], rows: Iterable<readonly Cell[]>): Iterable<string> {
  return csvBlocksOfLines(header, linesOf(rows));
}

/** The same from rows that are finished lines: for files with many rows, whose cells need quotes in a few columns only. */
export function* csvBlocksOfLines(header: readonly string[], lines: Iterable<string>): Generator<string, void, undefined> {
  let block = `${csvLine(header)}\n`;
  for (const line of lines) {
    block += `${line}\n`;
    if (block.length < BLOCK) continue;
    yield block;
    block = '';
  }
  if (block !== '') yield block;
}

function* linesOf(rows: Iterable<readonly Cell[]>): Generator<string, void, undefined> {
  for (const row of rows) yield csvLine(row);
}

/** All blocks as one text. */
export function joined(blocks: Iterable<string>): string {
  return [...blocks].join('');
}
