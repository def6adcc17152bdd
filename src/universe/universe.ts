import type { Calendar } from '../calendar/calendar.js';
import { xnys } from '../calendar/index.js';
import { ConfigError } from '../core/errors.js';
import { dayOfIsoDate, type IsoDate, type Millis } from '../core/time.js';

/** A stretch of time in which a symbol belongs to a universe. A symbol that leaves and comes back has several. */
export interface Membership {
  readonly symbol: string;
  /** First date on which it belongs. Without it: from the beginning. */
  readonly from?: IsoDate;
  /** Last date on which it belongs, inclusive. Without it: to the end. */
  readonly to?: IsoDate;
  /** Last date on which it traded, where it does not trade any more. It belongs no longer than that. */
  readonly delisted?: IsoDate;
  readonly name?: string;
  readonly sector?: string;
  readonly subIndustry?: string;
}

/** Which symbols belonged when: what could be known of an index or a list of stocks on a date. Immutable. */
export class Universe {
  readonly #of = new Map<string, readonly Membership[]>();
  readonly #calendar: Calendar;

  /**
   * @param calendar - whose dates instants belong to. Default XNYS.
   * @throws ConfigError for dates that cannot be, and for a symbol that belongs twice at once.
   */
  constructor(memberships: readonly Membership[], { calendar = xnys }: { readonly calendar?: Calendar } = {}) {
    this.#calendar = calendar;
    const of = new Map<string, Membership[]>();
    for (const membership of memberships) {
      const { symbol, delisted } = membership;
      const to = delisted !== undefined && (membership.to === undefined || delisted < membership.to) ? delisted : membership.to;
      const checked = to === undefined ? membership : { ...membership, to };
      checkDates(checked);
      const known = of.get(symbol) ?? [];
      known.push(checked);
      of.set(symbol, known);
    }
    for (const [symbol, known] of of) {
      known.sort((a, b) => compare(a.from ?? '', b.from ?? ''));
      for (const [i, { from }] of known.entries()) {
        const before = known[i - 1];
        if (before !== undefined && (before.to === undefined || from === undefined || from <= before.to)) throw twice(symbol, from);
      }
      this.#of.set(symbol, known);
    }
  }

  /** All symbols that ever belong, in the order in which they were given: what a run has to load. */
  get symbols(): readonly string[] {
    return [...this.#of.keys()];
  }

  /** The symbols that belong on a date, in the order in which they were given. For an instant: on its session's date. */
  membersAt(when: IsoDate | Millis): readonly string[] {
    const date = this.#dateOf(when);
    return this.symbols.filter((symbol) => this.#on(symbol, date) !== undefined);
  }

  /** Whether a symbol belongs on a date. */
  has(symbol: string, when: IsoDate | Millis): boolean {
    return this.#on(symbol, this.#dateOf(when)) !== undefined;
  }

  /** Sector of a symbol on a date; on dates on which it does not belong, and without a date, the last one known. */
  sectorOf(symbol: string, when?: IsoDate | Millis): string | undefined {
    const current = when === undefined ? undefined : this.#on(symbol, this.#dateOf(when));
    return (current ?? this.#of.get(symbol)?.at(-1))?.sector;
  }

  /** The members of a date by sector; those without one are under `undefined`. */
  sectorsAt(when: IsoDate | Millis): ReadonlyMap<string | undefined, readonly string[]> {
    const sectors = new Map<string | undefined, string[]>();
    for (const symbol of this.membersAt(when)) {
      const sector = this.sectorOf(symbol, when);
      const members = sectors.get(sector) ?? [];
      members.push(symbol);
      sectors.set(sector, members);
    }
    return sectors;
  }

  /** Last date on which a symbol traded, `undefined` for one that still does or is unknown. */
  delistedOn(symbol: string): IsoDate | undefined {
    return this.#of.get(symbol)?.at(-1)?.delisted;
  }

  /** The stretches in which a symbol belongs, oldest first. */
  membershipsOf(symbol: string): readonly Membership[] {
    return this.#of.get(symbol) ?? [];
  }

  /** What is to be said with every result: a universe that nobody ever leaves was picked with hindsight. */
  get warnings(): readonly string[] {
    const all = [...this.#of.values()].flat();
    if (all.length === 0 || all.some(({ to }) => to !== undefined)) return [];
    return [
      'survivorship bias: no symbol ever leaves the universe, so it was picked with hindsight and results are better than they would have been',
    ];
  }

  #on(symbol: string, date: IsoDate): Membership | undefined {
    return this.#of.get(symbol)?.find(({ from = '', to }) => from <= date && (to === undefined || date <= to));
  }

  #dateOf(when: IsoDate | Millis): IsoDate {
    if (typeof when === 'number') return this.#calendar.sessionOf(when).date;
    if (dayOfIsoDate(when) !== undefined) return when;
    throw noDate(when, {});
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function checkDates(membership: Membership): void {
  const { symbol, from, to, delisted } = membership;
  for (const date of [from, to, delisted]) if (date !== undefined && dayOfIsoDate(date) === undefined) throw noDate(date, { symbol });
  if (from === undefined || to === undefined || from <= to) return;
  throw new ConfigError(`universe: ${symbol} belongs from ${from} to ${to}, which is before`, {
    code: 'universe/range',
    context: { symbol, from, to },
    hint: 'exchange the two dates',
  });
}

function noDate(date: string, context: Readonly<Record<string, unknown>>): ConfigError {
  return new ConfigError(`universe: ${JSON.stringify(date)} is no date`, {
    code: 'universe/date',
    context: { ...context, date },
    hint: 'write an existing date as YYYY-MM-DD',
  });
}

function twice(symbol: string, from: IsoDate | undefined): ConfigError {
  return new ConfigError(`universe: ${symbol} belongs twice at once (from ${from ?? 'the beginning'})`, {
    code: 'universe/overlap',
    context: { symbol, from },
    hint: 'end one membership before the next one begins',
  });
}
