import type { Bar } from './bar.js';
import type { Millis } from './time.js';

/** All bars that closed at one instant, for strategies that look across instruments. Immutable. */
export class Slice<Column extends string = string> {
  readonly time: Millis;
  readonly #make: () => readonly Bar<Column>[];
  readonly #symbols: readonly string[];
  #bars: readonly Bar<Column>[] | undefined;

  /** For the engine. `make` builds the bars when they are first asked for. */
  constructor(time: Millis, symbols: readonly string[], make: () => readonly Bar<Column>[]) {
    this.time = time;
    this.#symbols = symbols;
    this.#make = make;
  }

  /** Bars whose instruments have warmed up: finest interval first, then declared order. */
  get bars(): readonly Bar<Column>[] {
    this.#bars ??= this.#make();
    return this.#bars;
  }

  /** The bar of a symbol (its finest interval here), or `undefined` when it has none in this slice. */
  get(symbol: string): Bar<Column> | undefined {
    return this.bars.find((bar) => bar.symbol === symbol);
  }

  /** Symbols of the strategy that have no bar in this slice (or have not warmed up). */
  get missing(): readonly string[] {
    return this.#symbols.filter((symbol) => this.get(symbol) === undefined);
  }
}
