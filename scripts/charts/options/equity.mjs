import { logTicks } from '../log-ticks.mjs';
import { line, pairs, timeChart } from './base.mjs';

/** Drawdowns that are shaded on the equity chart: more would grey out all of it. */
const SHADED = 5;

/** Lines of a chart of equity: a run and its benchmark, or several runs. */
export function equityLines(data) {
  if (data.runs) return data.runs.map(({ name, equity, benchmark }, i) => ({ name, values: equity, tone: benchmark ? 'held' : i }));
  const lines = [{ name: data.name, values: data.equity, tone: 'accent' }];
  if (data.benchmarkEquity) lines.push({ name: data.benchmark, values: data.benchmarkEquity, tone: 'benchmark' });
  return lines;
}

/** Colour and dash of a line: several runs differ in both, so that no one needs to tell colours apart. */
export function toneOf(tone, colour) {
  if (tone === 'accent') return { color: colour.accent, width: 1.7, type: 'solid' };
  if (tone === 'benchmark') return { color: colour.benchmark, width: 1.4, type: 'solid' };
  // Beside several runs the benchmark is grey and dashed: its own colour would look like one of theirs.
  if (tone === 'held') return { color: colour.soft, width: 1.3, type: [4, 3] };
  const dashes = ['solid', [7, 3], [2, 3], [10, 3, 2, 3]];
  return { color: colour.runs[tone % colour.runs.length], width: 1.7, type: dashes[Math.floor(tone / colour.runs.length) % dashes.length] };
}

/** A logarithmic axis that fits what lies between two times. */
export function logScale(data, [from, to], axisLabel) {
  let low = Infinity;
  let high = -Infinity;
  for (const { values } of equityLines(data)) {
    data.times.forEach((time, i) => {
      if (time < from || time > to || typeof values[i] !== 'number') return;
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    });
  }
  const margin = Math.max((high / low) ** 0.05, 1.001);
  const customValues = logTicks(low / margin, high * margin);
  return {
    type: 'log',
    scale: undefined,
    min: low / margin,
    max: high * margin,
    axisTick: { show: false, customValues },
    axisLabel: { ...axisLabel, customValues },
  };
}

export function equityOptions(data, context) {
  const { colour, log, range } = context;
  const options = timeChart(context, { unit: data.runs ? 'index' : 'money' });
  const last = data.times[data.times.length - 1];
  if (log) options.yAxis = { ...options.yAxis, ...logScale(data, range, options.yAxis.axisLabel) };
  const series = equityLines(data).map(({ name, values, tone }, i) => {
    const style = toneOf(tone, colour);
    return line(`equity-${i}`, name, pairs(data.times, values), style.color, { lineStyle: style, z: 3 - i * 0.1 });
  });
  const shaded = (data.drawdowns ?? []).slice(0, SHADED);
  if (shaded.length > 0) {
    series[0].markArea = {
      silent: true,
      itemStyle: { color: colour.shade },
      data: shaded.map(({ from, to }) => [{ xAxis: from }, { xAxis: to ?? last }]),
    };
  }
  return { ...options, series };
}
