/** A record of a CSV file, and the line on which it begins (the header is line 1). */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The records of a CSV text as this package writes them: commas, LF, quotes by RFC 4180. The header is the first. */
export function* csvRecords(text: string): Generator<CsvRecord, void, undefined> {
  let line = 1;
  for (let at = 0; at < text.length;) {
    const end = endOfRecord(text, at);
    const record = text.slice(at, end);
    const quoted = record.includes('"');
    yield { line, cells: quoted ? cellsOf(record) : record.split(',') };
    line += quoted ? record.split('\n').length : 1;
    at = end + 1;
  }
}

/** Place of the line break that ends the record: the first one outside quotes. */
function endOfRecord(text: string, from: number): number {
  let quoted = false;
  let at = from;
  for (;;) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    for (let quote = text.indexOf('"', at); quote >= 0 && quote < end; quote = text.indexOf('"', quote + 1)) quoted = !quoted;
    if (!quoted) return end;
    at = end + 1;
  }
}

/** Between the commas outside quotes; a doubled quote is one of the text's own. */
function cellsOf(record: string): string[] {
  return Array.from(record.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g), (match) => match[1]!)
    .slice(0, record.endsWith(',') ? undefined : -1)
    .map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}

/** A CSV file of a run: rows as objects by the names of the header. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

export interface CsvRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export function csvTable(text: string): CsvTable {
  const [first, ...records] = csvRecords(text);
  const header = first?.cells ?? [];
  return {
    header,
    rows: records.map((record) => rowOf(record, header)),
  };
}

/** The rows that have this text in a column. */
export function* rowsWhere(text: string, column: string, value: string): Generator<CsvRow, void, undefined> {
  let header: readonly string[] | undefined;
  let place = -1;
  for (const record of csvRecords(text)) {
    if (header === undefined) place = (header = record.cells).indexOf(column);
    else if (record.cells[place] === value) yield rowOf(record, header);
  }
}

function rowOf({ line, cells }: CsvRecord, header: readonly string[]): CsvRow {
  return { line, cells: Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])) };
}
