import type Database from 'better-sqlite3';

import { actionHistory, type ActionHistory, type CorporateAction } from '../../src/core/corporate-action.js';
import { dayOfIsoDate, isoDateOfDay, type IsoDate } from '../../src/core/time.js';
import { mergedDays, type DayRange } from '../../src/store/day-range.js';

/** A row of the table `actions`. */
interface ActionRow {
  readonly ex_date: IsoDate;
  readonly kind: CorporateAction['kind'];
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly amount: number | null;
  readonly pay_date: IsoDate | null;
  readonly price: number | null;
  readonly new_symbol: string | null;
}

/** Corporate actions by source and symbol, and the dates for which they are known. */
export class ActionTable {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  read(source: string, symbol: string): ActionHistory[] {
    const actions = this.#db
      .prepare<[string, string], ActionRow>('SELECT * FROM actions WHERE source = ? AND symbol = ? ORDER BY ex_date, kind, number')
      .all(source, symbol)
      .map((row) => actionOf(symbol, row));
    return this.#ranges(source, symbol).map(({ first, last }) => {
      const [from, to] = [isoDateOfDay(first), isoDateOfDay(last)];
      const within = actions.filter(({ exDate }) => exDate >= from && exDate <= to);
      return actionHistory({ symbol, from, to, actions: within }, `store, ${source}`);
    });
  }

  /** Call it within a transaction. */
  write(source: string, history: ActionHistory): void {
    const { symbol, from, to, actions } = actionHistory(history, source);
    this.#db.prepare('DELETE FROM actions WHERE source = ? AND symbol = ? AND ex_date BETWEEN ? AND ?').run(source, symbol, from, to);
    const insert = this.#db.prepare('INSERT INTO actions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    for (const [number, action] of actions.entries()) {
      insert.run(
        source,
        symbol,
        action.exDate,
        action.kind,
        number,
        action.kind === 'split' ? action.numerator : null,
        action.kind === 'split' ? action.denominator : null,
        action.kind === 'dividend' ? action.amount : null,
        action.kind === 'dividend' ? (action.payDate ?? null) : null,
        action.kind === 'delisting' ? (action.price ?? null) : null,
        action.kind === 'symbol-change' ? action.newSymbol : null,
      );
    }
    const known = mergedDays([...this.#ranges(source, symbol), { first: dayOfIsoDate(from)!, last: dayOfIsoDate(to)! }]);
    this.#db.prepare('DELETE FROM action_ranges WHERE source = ? AND symbol = ?').run(source, symbol);
    const keep = this.#db.prepare('INSERT INTO action_ranges VALUES (?, ?, ?, ?)');
    for (const { first, last } of known) keep.run(source, symbol, first, last);
  }

  #ranges(source: string, symbol: string): DayRange[] {
    return this.#db
      .prepare<[string, string], DayRange>('SELECT first, last FROM action_ranges WHERE source = ? AND symbol = ? ORDER BY first')
      .all(source, symbol);
  }
}

function actionOf(symbol: string, row: ActionRow): CorporateAction {
  const { kind, ex_date: exDate } = row;
  switch (kind) {
    case 'split':
      return { kind, symbol, exDate, numerator: row.numerator!, denominator: row.denominator! };
    case 'dividend':
      return { kind, symbol, exDate, amount: row.amount!, ...(row.pay_date !== null && { payDate: row.pay_date }) };
    case 'delisting':
      return { kind, symbol, exDate, ...(row.price !== null && { price: row.price }) };
    case 'symbol-change':
      return { kind, symbol, exDate, newSymbol: row.new_symbol! };
  }
}
