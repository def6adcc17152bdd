/** What a cell may hold; `undefined` is an empty one. */
export type Cell = string | number | boolean | undefined;

/** Rows in one block of text. */
const ROWS_PER_BLOCK = 4096;

/** A cell as RFC 4180 wants it: quoted only where it holds a comma, a quote or a line break. */
function csvCell(cell: Cell): string {
  if (cell === undefined) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A row. Most hold nothing that must be quoted, which is seen sooner in the whole line than cell by cell. */
function csvLine(cells: readonly Cell[]): string {
  const line = cells.join(',');
  return /["\r\n]/.test(line) || commasIn(line) !== cells.length - 1 ? cells.map(csvCell).join(',') : line;
}

function commasIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) count++;
  return count;
}

/** A header and rows as blocks of text, so that files of any length can be written without being held in memory. */
export function* csvBlocks(header: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string, void, undefined> {
  let lines = [csvLine(header)];
  for (const row of rows) {
    lines.push(csvLine(row));
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
