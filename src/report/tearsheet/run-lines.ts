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
  const add = (name: string, times: ArrayLike<Millis>, lines: readonly LineSource[], unit: LineData['unit']): void => {
    if (!lines.some(({ values }) => Array.prototype.some.call(values, (value: number) => Number.isFinite(value)))) return;
    ({ data: data[name], drawn: drawn[name] } = lineData(times, lines, unit, MAX_POINTS));
  };
  const name = result.settings.name;
  add('rolling-sharpe', days, [{ name, values: rolling.sharpe }], 'ratio');
  add('rolling-volatility', days, [{ name, values: rolling.volatility }], 'percent');
  if (rolling.beta !== undefined)
    add('rolling-beta', days, [{ name: `beta to ${result.settings.benchmark ?? ''}`, values: rolling.beta }], 'ratio');
  const times = intraday ? exposure.times : exposure.times.map((time) => Math.floor(time / DAY) * DAY);
  const shorts = exposure.net.some((value, i) => value < exposure.gross[i]! - 1e-9);
  add(
    'exposure',
    times,
    shorts
      ? [
          { name: 'gross', values: exposure.gross },
          { name: 'net', values: exposure.net },
        ]
      : [{ name: 'gross and net', values: exposure.gross }],
    'percent',
  );
  add('costs', days, costLines(result), 'money');
  return { data, drawn };
}
