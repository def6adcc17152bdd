import type { Indicator, Ohlcv } from './indicator.js';
import { namesOf, type OutputLines, type Outputs, snapshotOf } from './output-line.js';
import { Picked } from './picked.js';
import { StreamingBarIndicator, StreamingValueIndicator } from './streaming-indicator.js';

/**
 * An indicator with several outputs. Each is a line (`value`, `previous`) that exists as soon as its definition allows;
 * `ready`, `warmup` and `value` (the first output) wait for the last of them. An update allocates nothing.
 */
export interface MultiOutput<Name extends string, In> extends Indicator<In> {
  readonly outputs: OutputLines<Name>;
  /** All outputs as of now, as numbers. Immutable and safe to keep. */
  snapshot(): Outputs<Name>;
  /** One output as an indicator of its own, for composing. It owns this indicator from then on. */
  pick(name: Name): Picked<In>;
  /** Every output after each input, as columns of the same length; NaN where a line has no value yet. */
  columns(inputs: ArrayLike<In>): Readonly<Record<Name, Float64Array>>;
}

/** Base of those that are fed with single numbers. Subclasses set their `outputs` in `next`. */
export abstract class MultiValueIndicator<Name extends string> extends StreamingValueIndicator implements MultiOutput<Name, number> {
  abstract readonly outputs: OutputLines<Name>;

  snapshot(): Outputs<Name> {
    return snapshotOf(this.outputs);
  }
  pick(name: Name): Picked<number> {
    return new Picked<number>(this, this.outputs[name]);
  }
  columns(inputs: ArrayLike<number>): Readonly<Record<Name, Float64Array>> {
    return columnsOf<Name, number>(this, inputs);
  }
  override reset(): void {
    super.reset();
    clearAll(this.outputs);
  }
}

/** Base of those that are fed with whole bars. Subclasses set their `outputs` in `next`. */
export abstract class MultiBarIndicator<Name extends string> extends StreamingBarIndicator implements MultiOutput<Name, Ohlcv> {
  abstract readonly outputs: OutputLines<Name>;

  snapshot(): Outputs<Name> {
    return snapshotOf(this.outputs);
  }
  pick(name: Name): Picked<Ohlcv> {
    return new Picked<Ohlcv>(this, this.outputs[name]);
  }
  columns(bars: ArrayLike<Ohlcv>): Readonly<Record<Name, Float64Array>> {
    return columnsOf<Name, Ohlcv>(this, bars);
  }
  override reset(): void {
    super.reset();
    clearAll(this.outputs);
  }
}

function columnsOf<Name extends string, In>(of: MultiOutput<Name, In>, inputs: ArrayLike<In>): Record<Name, Float64Array> {
  const names = namesOf(of.outputs);
  const columns = {} as Record<Name, Float64Array>;
  for (const name of names) columns[name] = new Float64Array(inputs.length);
  for (let i = 0; i < inputs.length; i++) {
    of.update(inputs[i]!);
    for (const name of names) columns[name][i] = of.outputs[name].value;
  }
  return columns;
}

function clearAll(lines: OutputLines<string>): void {
  for (const line of Object.values(lines)) line.clear();
}
