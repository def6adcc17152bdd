import { closeSync, openSync, readSync } from 'node:fs';

/** Column names of the first line of a text file; none for a file that cannot be read. */
export function headerOf(file: string): string[] {
  const bytes = Buffer.alloc(4096);
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const length = readSync(handle, bytes, 0, bytes.length, 0);
    const text = bytes.toString('utf8', 0, length).replace(/^\uFEFF/, '');
    const line = text.split(/\r?\n/).find((one) => one.trim() !== '') ?? '';
    return line.split(/[,;\t|]/).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  } catch {
    return [];
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** The column of closes adjusted for splits and dividends. */
export function adjustedCloseOf(names: readonly string[]): string | undefined {
  return names.find((name) => ['adjclose', 'adjustedclose'].includes(plain(name)));
}

/** Whether a file of these columns can hold bars at all. */
export function canHoldBars(names: readonly string[]): boolean {
  const found = new Set(names.map(plain));
  return ['open', 'high', 'low', 'close'].filter((name) => found.has(name)).length > 1;
}

/** Whether a file of these columns is a list of splits and dividends. */
export function holdsActions(names: readonly string[]): boolean {
  const found = new Set(names.map(plain));
  return ['symbol', 'kind', 'value'].every((name) => found.has(name)) && !canHoldBars(names);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}
