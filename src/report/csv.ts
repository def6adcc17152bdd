/** What a cell may hold; `undefined` is an empty one. */
export type Cell = string | number | boolean | undefined;

/** Rows in one block of text. */
const ROWS_PER_BLOCK = 4096;

/** A cell as RFC 4180 wants it: quoted only where it holds a comma, a quote or a line break. */
export function csvCell(cell: Cell): string {
  if (cell === undefined) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A header and rows as blocks of text, so that files of any length can be written without being held in memory. */
export function* csvBlocks(header: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string, void, undefined> {
  let lines = [header.map(csvCell).join(',')];
  for (const row of rows) {
    lines.push(row.map(csvCell).join(','));
    if (lines.length < ROWS_PER_BLOCK) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

/** All blocks as one text. */
export function joined(blocks: Iterable<string>): string {
  return [...blocks].join('');
}
