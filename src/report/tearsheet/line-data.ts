import type { Millis } from '../../core/time.js';
import { downSample, MAX_POINTS } from './down-sample.js';
import { packTimes, type PackedTimes } from './packed.js';
import { rounded, type Point } from './rounded.js';

/** How the values of a chart are written. */
export type ChartUnit = 'money' | 'percent' | 'ratio' | 'value';

/** A few lines over one time axis. */
export interface LineData {
  readonly unit: ChartUnit;
  readonly times: PackedTimes;
  readonly lines: readonly { readonly name: string; readonly values: readonly Point[] }[];
}

/** How many of how many points a chart shows. */
export interface Drawn {
  readonly shown: number;
  readonly of: number;
  /** Into how many stretches the points were divided; `undefined` where all are drawn. */
  readonly stretches: number | undefined;
}

export interface LineSource {
  readonly name: string;
  /** Parallel to the times; NaN is a gap. */
  readonly values: ArrayLike<number>;
}

/** Lines as the page's script draws them: at most `max` points, no peak or trough lost. Only what is drawn is rounded to its `step`. */
export function lineData(
  times: ArrayLike<Millis>,
  lines: readonly LineSource[],
  unit: ChartUnit,
  { max = MAX_POINTS, step = 1 }: { readonly max?: number; readonly step?: Millis } = {},
): { readonly data: LineData; readonly drawn: Drawn } {
  const { indices, stretches } = downSample(
    times.length,
    lines.map((line) => line.values),
    max,
  );
  return {
    data: {
      unit,
      times: packTimes(indices.map((i) => Math.floor(times[i]! / step) * step)),
      lines: lines.map(({ name, values }) => ({ name, values: indices.map((i) => rounded(values[i]!, 6)) })),
    },
    drawn: { shown: indices.length, of: times.length, stretches },
  };
}
