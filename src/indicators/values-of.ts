import type { Indicator } from './indicator.js';

/** Feeds the inputs in and collects the value after each. */
export function valuesOf<In>(indicator: Pick<Indicator<In>, 'update'>, inputs: ArrayLike<In>): Float64Array {
  const values = new Float64Array(inputs.length);
  for (let i = 0; i < inputs.length; i++) values[i] = indicator.update(inputs[i]!);
  return values;
}
