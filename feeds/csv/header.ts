import { DataError } from '../../src/core/errors.js';
import type { RowFaults } from './faults.js';

/** What a column is to the feed. */
export type ColumnRole = 'time' | 'open' | 'high' | 'low' | 'close' | 'adjClose' | 'volume';

/** Header names that stand for a role without being mapped, lower case, letters and digits only. */
const USUAL: Readonly<Record<ColumnRole, readonly string[]>> = {
  time: ['date', 'time', 'timestamp', 'datetime'],
  open: ['open'],
  high: ['high'],
  low: ['low'],
  close: ['close', 'closelast'],
  adjClose: ['adjclose', 'adjustedclose'],
  volume: ['volume', 'vol'],
};

/** The columns of one file by name. */
export class Header {
  constructor(
    readonly names: readonly string[],
    readonly line: number,
    readonly faults: RowFaults,
  ) {}

  /** Place of the column with a given role: the mapped one, else the one with a usual name, else `undefined`. */
  find(role: ColumnRole, mapped?: string): number | undefined {
    if (mapped !== undefined) return this.named(mapped, role);
    const places = this.names.flatMap((name, place) => (USUAL[role].includes(name.toLowerCase().replace(/[^a-z0-9]/g, '')) ? [place] : []));
    if (places.length > 1) {
      const found = places.map((place) => JSON.stringify(this.names[place])).join(' and ');
      throw this.#error('csv/ambiguous-column', role, `${found} could both be ${role}`, `say which one with columns: { ${role}: … }`);
    }
    return places[0];
  }

  /** Like `find`. @throws DataError when there is no such column. */
  require(role: ColumnRole, mapped?: string): number {
    const place = this.find(role, mapped);
    if (place !== undefined) return place;
    throw this.#unknown(USUAL[role].join(' / '), role);
  }

  /** Place of a column by its own name, in any case. @throws DataError when there is no such column. */
  named(name: string, role: string): number {
    const exact = this.names.indexOf(name);
    const place = exact >= 0 ? exact : this.names.findIndex((each) => each.toLowerCase() === name.trim().toLowerCase());
    if (place < 0) throw this.#unknown(name, role);
    return place;
  }

  #unknown(wanted: string, role: string): DataError {
    const hint =
      role in USUAL
        ? `name the column with columns: { ${role}: … }; if the file has no header line, give its column names with \`header\``
        : 'write the name as it stands in the header';
    return this.#error(
      'csv/unknown-column',
      wanted,
      `no column ${JSON.stringify(wanted)} for ${role}; the header has ${this.names.join(', ')}`,
      hint,
    );
  }

  #error(code: string, wanted: string, message: string, hint: string): DataError {
    return this.faults.error(this.line, { code, message, hint, context: { wanted, columns: this.names } });
  }
}
