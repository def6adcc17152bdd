import { DataError } from '../core/errors.js';
import type { BarFacts, DecisionFacts, FillFacts, IndicatorFacts, OrderFacts } from '../report/explanation.js';
import { pathPolicyOf } from '../report/fill-facts.js';
import type { BarLine, FillLine, ProvenanceHeader, ProvenanceLine, ReadingsLine } from '../report/provenance-lines.js';
import { timeText } from '../report/text.js';
import { rowsWhere, type CsvRow } from './csv-records.js';
import type { RunFolder } from './run-folder.js';

const FILE = 'provenance.jsonl';

type Cells = CsvRow['cells'];

/**
 * The orders of a run's folder as `OrderFacts`: put together from orders.csv, fills.csv, and provenance.jsonl, which has
 * what the two do not say.
 */
export class RecordedOrders {
  readonly #run: RunFolder;
  readonly #lines: readonly string[];
  readonly #header: ProvenanceHeader;

  /** @throws DataError for a file that is missing or was changed after the run, or one in another layout. */
  constructor(run: RunFolder) {
    this.#run = run;
    this.#lines = run.text(FILE).split('\n');
    this.#header = JSON.parse(this.#lines[0] || '{}') as ProvenanceHeader;
    if (this.#header.format !== 2) throw this.#fault(1, 'is not in the layout that this version reads', {});
  }

  /**
   * @returns `undefined` for an order behind the bound of provenance.jsonl.
   * @throws DataError for a file that is missing, was changed after the run, or does not fit the others.
   */
  order(id: number): OrderFacts | undefined {
    if (id > this.#header.written) return undefined;
    // The header is the first line.
    const line = JSON.parse(this.#lines[id] || '[]') as ProvenanceLine;
    const [row] = rowsWhere(this.#run.text('orders.csv'), 'id', String(id));
    const rows = [...rowsWhere(this.#run.text('fills.csv'), 'order_id', String(id))];
    if (row === undefined || line[0] !== id || rows.length !== line[4].length)
      throw this.#fault(id + 1, `does not tell of order ${id} and its fills`, { order: id });
    const [, , , , fills, notes] = line;
    const policy = pathPolicyOf(this.#run.manifest.settings);
    return orderOf(
      row.cells,
      line,
      this.#decision(row.cells, line),
      rows.map(({ cells }, i) => fillOf(cells, fills[i]!, policy)),
      notes?.changes?.[0]?.from ?? notes?.asked ?? row.cells['quantity']!,
    );
  }

  #decision(cells: Cells, [, hook, bar, readings, , notes]: ProvenanceLine): DecisionFacts {
    return {
      time: cells['decided_at']!,
      ...(hook !== null && { hook }),
      ...textsOf(cells, { tag: 'tag' }),
      ...(notes?.because !== undefined && { because: notes.because }),
      ...(notes?.signals !== undefined && { signals: notes.signals }),
      ...(bar !== null && { bar: barOf(bar) }),
      ...(readings !== null && { indicators: indicatorsOf(this.#header.indicators[cells['strategy']!] ?? [], readings) }),
      ...(notes?.inputs !== undefined && { inputs: notes.inputs }),
    };
  }

  #fault(line: number, what: string, context: Readonly<Record<string, unknown>>): DataError {
    const { dir } = this.#run;
    return new DataError(`${dir}/${FILE}: line ${line} ${what}`, {
      code: 'run/file',
      context: { dir, line, ...context },
      hint: 'make the run again',
    });
  }
}

function orderOf(
  cells: Cells,
  [id, , , , , notes]: ProvenanceLine,
  decision: DecisionFacts,
  fills: readonly FillFacts[],
  quantity: string,
): OrderFacts {
  const bySize = cells['notional'] === '';
  const { trail_amount: amount, trail_percent: percent } = cells;
  return {
    id,
    strategy: cells['strategy']!,
    symbol: cells['symbol']!,
    side: cells['side']!,
    type: cells['type']!,
    purpose: cells['purpose']!,
    ...(bySize ? { quantity } : { notional: cells['notional']! }),
    ...numbersOf(cells, { limit: 'limit', stop: 'stop' }),
    ...(amount ? { trail: { amount: Number(amount) } } : percent ? { trail: { percent: Number(percent) } } : {}),
    timeInForce: cells['tif']!,
    ...textsOf(cells, { expiresAt: 'expires_at' }),
    ...numbersOf(cells, { parent: 'parent_id', sibling: 'sibling_id', replaces: 'replaces_id' }),
    ...(notes?.afterFill !== undefined && { afterFill: notes.afterFill }),
    decision,
    changes: notes?.changes ?? [],
    status: cells['status']!,
    ...textsOf(cells, { reason: 'reason', message: 'message', endedAt: 'ended_at' }),
    fills,
  };
}

function fillOf(cells: Cells, [id, branch, bar]: FillLine, policy: string | undefined): FillFacts {
  return {
    id,
    time: cells['time']!,
    knownAt: cells['known_at']!,
    quantity: cells['quantity']!,
    price: Number(cells['price']),
    referencePrice: Number(cells['reference_price']),
    value: cells['value']!,
    cost: cells['cost']!,
    costs: Object.fromEntries(
      Object.entries(cells)
        .filter(([column]) => column.startsWith('cost_'))
        .map(([column, amount]) => [column.slice('cost_'.length), amount]),
    ),
    branch,
    ...(branch === 'path-dependent' && policy !== undefined && { policy }),
    ...(bar !== null && { bar: barOf(bar) }),
  };
}

function barOf([openTime, time, open, high, low, close, volume]: BarLine): BarFacts {
  return {
    openTime: timeText(openTime),
    time: timeText(time),
    open: open!,
    high: high!,
    low: low!,
    close: close!,
    ...(volume !== undefined && { volume }),
  };
}

function indicatorsOf(names: readonly string[], readings: ReadingsLine): Readonly<Record<string, IndicatorFacts>> {
  return Object.fromEntries(names.map((name, i) => [name, { value: readings[2 * i]!, previous: readings[2 * i + 1]! }]));
}

/** Cells that are not empty, by the names of the facts. */
function textsOf<Name extends string>(cells: Cells, columns: Readonly<Record<Name, string>>): Partial<Record<Name, string>> {
  const filled = Object.entries<string>(columns).filter(([, column]) => cells[column] !== '');
  return Object.fromEntries(filled.map(([name, column]) => [name, cells[column]])) as Partial<Record<Name, string>>;
}

/** The same as numbers. */
function numbersOf<Name extends string>(cells: Cells, columns: Readonly<Record<Name, string>>): Partial<Record<Name, number>> {
  const texts = Object.entries<string>(textsOf(cells, columns) as Record<string, string>);
  return Object.fromEntries(texts.map(([name, text]) => [name, Number(text)])) as Partial<Record<Name, number>>;
}
