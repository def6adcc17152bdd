import { fileURLToPath } from 'node:url';

import { actionHistory, type ActionHistory, type CorporateAction } from '../../src/core/corporate-action.js';
import { dayOfIsoDate, type IsoDate } from '../../src/core/time.js';
import { fieldText, parseDecimal } from '../csv/decimal.js';
import { RowFaults } from '../csv/faults.js';
import type { Header } from '../csv/header.js';
import { readRows, type RowReader } from '../csv/read-rows.js';
import type { RowScanner } from '../csv/scanner.js';

/** Where corporate actions come from. */
export interface ActionSource {
  readonly name: string;
  /** @throws DataError naming file and line, or symbol and date. */
  load(signal?: AbortSignal): Promise<readonly ActionHistory[]>;
}

/** Dates between which corporate actions are known to be complete. */
export interface KnownRange {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** Options of {@link csvActions}. */
export interface CsvActionsOptions {
  /**
   * Path or URL of a file with the columns `symbol,date,kind,value`: the date is the ex-date; a `split` has new shares for an
   * old one as value (7, or 0.1 for one for ten), a `dividend` cash per share as paid at the time.
   */
  readonly file: string | URL;
  /** Ex-dates for which the file is complete. A file cannot say that itself. */
  readonly known: KnownRange;
  /** The same for symbols of which the file knows less, or more. */
  readonly knownFor?: Readonly<Record<string, KnownRange>>;
  /** Symbols that have no action within that range. A symbol that is in neither the file nor this list is unknown. */
  readonly without?: readonly string[];
}

/** Corporate actions from a CSV file. */
export function csvActions(options: CsvActionsOptions): ActionSource {
  const file = options.file instanceof URL ? fileURLToPath(options.file) : options.file;
  return {
    name: file,
    async load(signal) {
      const faults = new RowFaults(file, 'corporate actions', 'strict', {});
      const rows = new ActionRows(faults);
      await readRows({ file, delimiter: ',', header: undefined, signal }, faults, rows);
      for (const symbol of options.without ?? []) rows.of(symbol);
      return [...rows.actions].map(([symbol, actions]) => {
        const known = options.knownFor?.[symbol] ?? options.known;
        // What lies outside the range is not known to be complete, and left out.
        return actionHistory(
          { symbol, ...known, actions: actions.filter(({ exDate }) => exDate >= known.from && exDate <= known.to) },
          file,
        );
      });
    },
  };
}

/** Actions that are there already. */
export function actionsOf(histories: readonly ActionHistory[]): ActionSource {
  const checked = histories.map((history) => actionHistory(history, 'actionsOf'));
  return { name: 'memory', load: async () => checked };
}

class ActionRows implements RowReader {
  readonly actions = new Map<string, CorporateAction[]>();
  readonly #faults: RowFaults;
  #places = { symbol: 0, date: 0, kind: 0, value: 0 };

  constructor(faults: RowFaults) {
    this.#faults = faults;
  }

  begin(header: Header): void {
    this.#places = {
      symbol: header.named('symbol', 'the symbol'),
      date: header.require('time'),
      kind: header.named('kind', 'the kind of action'),
      value: header.named('value', 'the ratio or the amount'),
    };
  }

  row(bytes: Uint8Array, { starts, ends }: RowScanner, line: number): void {
    const text = (place: number): string => fieldText(bytes, starts[place]!, ends[place]!);
    const { symbol, date, kind, value } = this.#places;
    const exDate = text(date);
    const amount = parseDecimal(bytes, starts[value]!, ends[value]!);
    if (dayOfIsoDate(exDate) === undefined) {
      return this.#faults.report(line, {
        code: 'action/date',
        message: `${JSON.stringify(exDate)} is no date`,
        hint: 'write ex-dates as YYYY-MM-DD',
      });
    }
    if (!(amount > 0 && amount < Infinity)) {
      return this.#faults.report(line, {
        code: 'action/value',
        message: `${JSON.stringify(text(value))} is no number above 0`,
        hint: 'give new shares for an old one, or cash per share',
      });
    }
    const common = { symbol: text(symbol), exDate };
    switch (text(kind)) {
      case 'split':
        this.of(common.symbol).push({ kind: 'split', ...common, ...ratioOf(amount) });
        return;
      case 'dividend':
        this.of(common.symbol).push({ kind: 'dividend', ...common, amount });
        return;
      default:
        this.#faults.report(line, {
          code: 'action/kind',
          message: `unknown kind ${JSON.stringify(text(kind))}`,
          hint: 'write split or dividend',
        });
    }
  }

  of(symbol: string): CorporateAction[] {
    let actions = this.actions.get(symbol);
    if (actions === undefined) this.actions.set(symbol, (actions = []));
    return actions;
  }
}

/** A reverse split is written as a fraction: 0.1 is one for ten, exactly, and not 0.1 for one. */
function ratioOf(value: number): { readonly numerator: number; readonly denominator: number } {
  const inverse = 1 / value;
  if (value < 1 && Math.abs(inverse - Math.round(inverse)) < 1e-9) return { numerator: 1, denominator: Math.round(inverse) };
  return { numerator: value, denominator: 1 };
}
