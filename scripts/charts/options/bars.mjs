import { grouped, percent, written } from '../numbers.mjs';
import { common, tooltip, tooltipRows, valueAxis } from './base.mjs';
import { toneOf } from './equity.mjs';

const category = ({ colour }, data, more = {}) => ({
  type: 'category',
  data,
  axisLine: { onZero: false, lineStyle: { color: colour.line } },
  axisTick: { show: false },
  axisLabel: { color: colour.soft, fontSize: 11, hideOverlap: true, ...more },
});

const grid = ({ compact }) => ({ left: compact ? 46 : 54, right: 12, top: 12, bottom: 26 });

const zeroLine = (colour) => ({
  silent: true,
  symbol: 'none',
  label: { show: false },
  lineStyle: { color: colour.soft, type: 'solid', width: 1 },
  data: [{ yAxis: 0 }],
});

/** Return of each calendar year, beside the benchmark's, or of several runs. */
export function yearsOptions(data, context) {
  const { colour } = context;
  const years = data.runs ? data.years : data.months.map(({ year }) => String(year));
  const lines = data.runs
    ? data.runs.map(({ name, years: values, benchmark }, i) => ({ name, values, tone: benchmark ? 'held' : i }))
    : [
        { name: data.name, values: data.months.map(({ total }) => total), tone: 'accent' },
        ...(data.benchmarkYears ? [{ name: data.benchmark, values: data.benchmarkYears, tone: 'benchmark' }] : []),
      ];
  return {
    ...common(context),
    grid: grid(context),
    xAxis: category(context, years),
    yAxis: { ...valueAxis(context, 'percent'), splitNumber: 4 },
    tooltip: tooltip(context, (points) =>
      tooltipRows(
        points[0].axisValue,
        points.map((point) => [point.marker, point.seriesName, typeof point.value === 'number' ? percent(point.value) : '–']),
      ),
    ),
    series: lines.map(({ name, values, tone }, i) => ({
      id: `years-${i}`,
      type: 'bar',
      name,
      data: values,
      barGap: '10%',
      barCategoryGap: '30%',
      itemStyle: { color: toneOf(tone, colour).color },
      ...(i === 0 ? { markLine: zeroLine(colour) } : {}),
    })),
  };
}

/** True for an edge that carries a label: round ones, about eight of them. */
function readable(value, whole, compact) {
  const step = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1].find((each) => whole / each <= (compact ? 6 : 10)) ?? 1;
  const times = value / step;
  return Math.abs(times - Math.round(times)) < 1e-6;
}

/** How often session returns were how large. */
export function distributionOptions({ distribution: { from, width, counts, n } }, context) {
  const { colour, compact } = context;
  const edge = (i) => from + i * width;
  return {
    ...common(context),
    grid: { ...grid(context), bottom: 26 },
    xAxis: category(
      context,
      counts.map((_, i) => edge(i)),
      { formatter: (value) => written(Number(value), 'percent', true), interval: (i) => readable(edge(i), counts.length * width, compact) },
    ),
    yAxis: { ...valueAxis(context, 'count'), splitNumber: 3, scale: false },
    tooltip: tooltip(context, ([point]) =>
      tooltipRows(`${percent(edge(point.dataIndex))} to ${percent(edge(point.dataIndex + 1))}`, [
        [point.marker, 'sessions', `${grouped(point.value, 0)} (${percent(point.value / n)})`],
      ]),
    ),
    series: [
      {
        id: 'distribution',
        type: 'bar',
        name: 'sessions',
        barCategoryGap: '12%',
        data: counts.map((count, i) => ({
          value: count,
          itemStyle: { color: edge(i) < -1e-12 ? colour.loss : colour.accent },
        })),
      },
    ],
  };
}
