import { Bar } from '../core/bar.js';
import { GrowingRows } from '../core/growing-rows.js';
import type { Order } from '../core/order.js';
import type { BarTable } from '../core/table.js';

/** Value of an indicator (or of one of its outputs) at a decision, and the one before it. NaN before its first. */
export interface IndicatorReading {
  readonly value: number;
  readonly previous: number;
}

/** What was known when an order was decided. */
export interface Decision {
  /** The hook of the strategy that ran when it was sent, for example `onBar`. */
  readonly hook: string;
  /** The order's instrument at the decision: its last closed bar of the finest interval. */
  readonly bar: Bar | undefined;
  /** The strategy's indicators of the order's instrument, by the names of their fields and outputs. */
  readonly indicators: ReadonlyMap<string, IndicatorReading>;
  /** Names of the indicators: one and the same list for all decisions of a strategy. */
  readonly names: readonly string[];
  /** Value of the indicator with this place among the names, as in its {@link IndicatorReading}. */
  valueAt(place: number): number;
  /** The value before that one. */
  previousAt(place: number): number;
}

/** Decisions of a run, by their orders. */
export interface Decisions {
  /** `undefined` for an order after the first {@link MAX_DECISIONS}. */
  of(order: Pick<Order, 'id' | 'strategyIndex' | 'instrumentIndex'>): Decision | undefined;
  /** Names of a strategy's indicators, the same list as in its decisions. */
  namesOf(strategyIndex: number): readonly string[];
}

/** What the log reads: an indicator, or one of its outputs. */
export interface ReadableLine {
  readonly value: number;
  readonly previous: number;
}

/** Orders whose decisions are kept: enough to look at one by one, and a bound on memory and on the file. */
export const MAX_DECISIONS = 50_000;

// Fields of a record; value and previous value of each line follow.
const ROW = 0;
const HOOK = 1;
const FIRST_READING = 2;

/** Keeps what a strategy knew at each of its orders as rows of numbers, a few writes an order. */
export class DecisionLog implements Decisions {
  readonly #table: BarTable;
  readonly #limit: number;
  /** By strategy. */
  readonly #rows: GrowingRows[] = [];
  readonly #names: (readonly string[])[] = [];
  readonly #hooks: string[] = [];
  /** Number of a decision's record among its strategy's, by the order's id less 1. */
  readonly #records: number[] = [];

  constructor(table: BarTable, limit = MAX_DECISIONS) {
    this.#table = table;
    this.#limit = limit;
  }

  /** Names the lines of a strategy's indicators, in the order in which `add` gets them. */
  declare(strategyIndex: number, names: readonly string[]): void {
    this.#names[strategyIndex] = names;
    this.#rows[strategyIndex] = new GrowingRows(FIRST_READING + 2 * names.length);
  }

  /** Notes an order that was just made. Its number is one above that of the order before. */
  add({ id, strategyIndex }: Order, hook: string, row: number, lines: readonly ReadableLine[]): void {
    if (id > this.#limit) return;
    const rows = this.#rows[strategyIndex]!;
    this.#records[id - 1] = rows.length;
    const place = rows.append();
    const { data } = rows;
    data[place + ROW] = row;
    data[place + HOOK] = this.#hookNumber(hook);
    for (let i = 0; i < lines.length; i++) {
      const { value, previous } = lines[i]!;
      data[place + FIRST_READING + 2 * i] = value;
      data[place + FIRST_READING + 2 * i + 1] = previous;
    }
  }

  of({ id, strategyIndex, instrumentIndex }: Pick<Order, 'id' | 'strategyIndex' | 'instrumentIndex'>): Decision | undefined {
    const record = this.#records[id - 1];
    if (record === undefined) return undefined;
    const rows = this.#rows[strategyIndex]!;
    const place = rows.open(record);
    const { data } = rows;
    const row = data[place + ROW]!;
    const series = this.#table.finestSeries(instrumentIndex);
    return new NotedDecision(
      this.#hooks[data[place + HOOK]!]!,
      row < 0 ? undefined : new Bar(series, row),
      this.#names[strategyIndex]!,
      data,
      place + FIRST_READING,
    );
  }

  namesOf(strategyIndex: number): readonly string[] {
    return this.#names[strategyIndex] ?? [];
  }

  #hookNumber(hook: string): number {
    const known = this.#hooks.indexOf(hook);
    return known >= 0 ? known : this.#hooks.push(hook) - 1;
  }
}

class NotedDecision implements Decision {
  readonly #data: Float64Array;
  /** Place of the first reading. */
  readonly #first: number;

  constructor(
    readonly hook: string,
    readonly bar: Bar | undefined,
    readonly names: readonly string[],
    data: Float64Array,
    first: number,
  ) {
    this.#data = data;
    this.#first = first;
  }

  get indicators(): ReadonlyMap<string, IndicatorReading> {
    return new Map(this.names.map((name, place) => [name, { value: this.valueAt(place), previous: this.previousAt(place) }]));
  }

  valueAt(place: number): number {
    return this.#data[this.#first + 2 * place]!;
  }

  previousAt(place: number): number {
    return this.#data[this.#first + 2 * place + 1]!;
  }
}
