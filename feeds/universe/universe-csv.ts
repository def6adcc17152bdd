import { fileURLToPath } from 'node:url';

import type { Calendar } from '../../src/calendar/calendar.js';
import { BarstreamError, DataError } from '../../src/core/errors.js';
import { Universe, type Membership } from '../../src/universe/universe.js';
import { fieldText } from '../csv/decimal.js';
import { RowFaults } from '../csv/faults.js';
import type { Header } from '../csv/header.js';
import { readRows, type RowReader } from '../csv/read-rows.js';
import type { RowScanner } from '../csv/scanner.js';

const FIELDS = ['symbol', 'name', 'sector', 'sub_industry', 'from', 'to', 'delisted'] as const;
type Field = (typeof FIELDS)[number];

/**
 * A universe from a CSV file with the columns `symbol` and, as far as it has them, `name`, `sector`, `sub_industry`, `from`,
 * `to` and `delisted` (dates as YYYY-MM-DD; an empty cell is no date). A symbol may have several rows.
 *
 * ```ts
 * const universe = await universeCsv('examples/data/universe.csv');
 * universe.membersAt('2020-03-02');
 * ```
 *
 * @throws DataError that names file and line.
 */
export async function universeCsv(file: string | URL, options: { readonly calendar?: Calendar } = {}): Promise<Universe> {
  const path = file instanceof URL ? fileURLToPath(file) : file;
  const faults = new RowFaults(path, 'universe', 'strict', {});
  const rows = new MembershipRows(faults);
  await readRows({ file: path, delimiter: ',', header: undefined, signal: undefined }, faults, rows);
  try {
    return new Universe(rows.memberships, options);
  } catch (cause) {
    if (!(cause instanceof BarstreamError)) throw cause;
    throw new DataError(`${path}: ${cause.message}`, {
      code: cause.code,
      context: { ...cause.context, file: path },
      ...(cause.hint !== undefined && { hint: cause.hint }),
      cause,
    });
  }
}

class MembershipRows implements RowReader {
  readonly memberships: Membership[] = [];
  #places = new Map<Field, number>();

  constructor(readonly faults: RowFaults) {}

  begin(header: Header): void {
    header.named('symbol', 'symbol');
    for (const field of FIELDS) {
      const place = header.names.findIndex((name) => name.trim().toLowerCase() === field);
      if (place >= 0) this.#places.set(field, place);
    }
  }

  row(bytes: Uint8Array, { starts, ends }: RowScanner, line: number): void {
    const text = (field: Field): string | undefined => {
      const place = this.#places.get(field);
      const found = place === undefined ? '' : fieldText(bytes, starts[place]!, ends[place]!);
      return found === '' ? undefined : found;
    };
    const [symbol, name, sector, subIndustry, from, to, delisted] = FIELDS.map(text);
    if (symbol === undefined) {
      return this.faults.report(line, { code: 'universe/symbol', message: 'the row has no symbol', hint: 'give each row a symbol' });
    }
    this.memberships.push({
      symbol,
      ...(name !== undefined && { name }),
      ...(sector !== undefined && { sector }),
      ...(subIndustry !== undefined && { subIndustry }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(delisted !== undefined && { delisted }),
    });
  }
}
