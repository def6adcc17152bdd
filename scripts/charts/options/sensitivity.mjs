import { grouped } from '../numbers.mjs';
import { common, line, tooltip, tooltipRows, valueAxis } from './base.mjs';

/** The net Sharpe ratio at multiples of the costs. */
export function sensitivityOptions({ sensitivity: { points, breakEven } }, context) {
  const { colour, compact } = context;
  const last = points[points.length - 1].multiple;
  const series = line(
    'sensitivity',
    'Sharpe ratio',
    points.map(({ multiple, sharpe }) => [multiple, sharpe]),
    colour.accent,
    { showSymbol: true, symbolSize: 6 },
  );
  series.markLine = {
    silent: true,
    symbol: 'none',
    label: { color: colour.soft, fontSize: 11, formatter: ({ name }) => name, position: 'end', rotate: 0, distance: [4, 4] },
    lineStyle: { color: colour.soft, type: [3, 3], width: 1 },
    data: [
      { yAxis: 0, label: { show: false } },
      ...(typeof breakEven === 'number' && breakEven <= last ? [{ name: 'break-even', xAxis: breakEven }] : []),
    ],
  };
  return {
    ...common(context),
    grid: { left: compact ? 46 : 54, right: 20, top: 24, bottom: 26 },
    xAxis: {
      type: 'value',
      min: 0,
      max: last,
      axisLabel: { color: colour.soft, fontSize: 11, formatter: (value) => `${value}×` },
      splitLine: { show: false },
      axisLine: { onZero: false, lineStyle: { color: colour.line } },
      axisTick: { show: false },
    },
    yAxis: { ...valueAxis(context, 'ratio'), splitNumber: 4, axisLine: { show: false }, axisTick: { show: false } },
    tooltip: tooltip(context, ([point]) =>
      tooltipRows(`${point.value[0]} × the costs`, [
        [point.marker, 'Sharpe ratio', point.value[1] === null ? 'undefined' : grouped(point.value[1], 3)],
      ]),
    ),
    series: [series],
  };
}
