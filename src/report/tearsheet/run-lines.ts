import type { ExposureResult } from '../../analyzers/exposure.js';
import { DAY, type Millis } from '../../core/time.js';
import type { BacktestResult } from '../../engine/result.js';
import { costLines } from './cost-lines.js';
import { lineData, type Drawn, type LineData, type LineSource } from './line-data.js';

/** Points of each of these charts: they are small. */
const MAX_POINTS = 1500;

/** Charts of lines by name, in the order in which pages and pictures show them. */
export interface RunLines {
  readonly data: Readonly<Record<string, LineData>>;
  readonly drawn: Readonly<Record<string, Drawn>>;
}

/** Rolling figures, exposure and costs over time; a chart without a single value is left out. */
export function runLines(result: BacktestResult, days: Float64Array, intraday: boolean): RunLines {
  const { rolling, exposure } = result.performance;
  const data: Record<string, LineData> = {};
  const drawn: Record<string, Drawn> = {};
  const add = (name: string, times: ArrayLike<Millis>, lines: readonly LineSource[], unit: LineData['unit'], step?: Millis): void => {
    if (!lines.some(hasValue)) return;
    ({ data: data[name], drawn: drawn[name] } = lineData(times, lines, unit, { max: MAX_POINTS, ...(step && { step }) }));
  };
  const name = result.settings.name;
  add('rolling-sharpe', days, [{ name, values: rolling.sharpe }], 'ratio');
  add('rolling-volatility', days, [{ name, values: rolling.volatility }], 'percent');
  if (rolling.beta !== undefined)
    add('rolling-beta', days, [{ name: `beta to ${result.settings.benchmark ?? ''}`, values: rolling.beta }], 'ratio');
  const { times, gross, net } = exposure;
  const both = [
    { name: 'gross', values: gross },
    { name: 'net', values: net },
  ];
  const lines = hasShorts(exposure) ? both : [{ name: 'gross and net', values: gross }];
  add('exposure', times, lines, 'percent', intraday ? undefined : DAY);
  add('costs', days, costLines(result), 'money');
  return { data, drawn };
}

/** Loops: there may be a value for each of millions of points. */
function hasValue({ values }: LineSource): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i]!)) return true;
  return false;
}

function hasShorts({ gross, net }: ExposureResult): boolean {
  // One column for both where nothing was ever short.
  if (net === gross) return false;
  for (let i = 0; i < net.length; i++) if (net[i]! < gross[i]! - 1e-9) return true;
  return false;
}
