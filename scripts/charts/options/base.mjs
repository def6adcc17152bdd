// What all charts over time have in common.
import { date, escaped, written } from '../numbers.mjs';

/** Pairs of time and value, as ECharts wants them. */
export const pairs = (times, values) => times.map((time, i) => [time, values[i]]);

const WIDE_LABELS = { left: 58, right: 16 };
const NARROW_LABELS = { left: 46, right: 8 };

/** A time axis, a value axis and a tooltip; the series come from the chart. */
export function timeChart(context, { slider = false, unit = 'value', top = 12 } = {}) {
  const { colour, compact, first, last } = context;
  return {
    ...common(context),
    grid: { ...(compact ? NARROW_LABELS : WIDE_LABELS), top, bottom: slider ? 62 : 26 },
    xAxis: {
      type: 'time',
      min: first,
      max: last,
      axisLine: { lineStyle: { color: colour.line } },
      axisTick: { show: false },
      axisLabel: { color: colour.soft, hideOverlap: true, fontSize: 11 },
      splitNumber: compact ? 3 : 8,
    },
    yAxis: valueAxis(context, unit),
    dataZoom: context.still ? [] : zooms(context, slider),
    tooltip: tooltip(context, (points) => timeTooltip(points, context, unit)),
  };
}

export function common({ colour }) {
  return { animation: false, useUTC: true, backgroundColor: 'transparent', textStyle: { fontFamily: colour.font, color: colour.soft } };
}

export function valueAxis({ colour }, unit) {
  return {
    type: 'value',
    scale: true,
    axisLabel: { color: colour.soft, fontSize: 11, formatter: (value) => written(value, unit, true) },
    splitLine: { lineStyle: { color: colour.line } },
    splitNumber: 5,
  };
}

export function tooltip({ colour }, formatter) {
  return {
    trigger: 'axis',
    confine: true,
    backgroundColor: colour.surface,
    borderColor: colour.line,
    textStyle: { color: colour.text, fontSize: 12, fontFamily: colour.font },
    axisPointer: { type: 'line', lineStyle: { color: colour.soft, type: 'solid', width: 1 } },
    formatter,
  };
}

/** Rows of a tooltip: a mark, a name and a value each. */
export function tooltipRows(head, rows) {
  const lines = rows.map(
    ([mark, name, value]) =>
      `<div style="display:flex;gap:16px;justify-content:space-between"><span>${mark}${escaped(name)}</span><b style="font-variant-numeric:tabular-nums">${escaped(value)}</b></div>`,
  );
  return `<div style="margin-bottom:4px">${escaped(head)}</div>${lines.join('')}`;
}

function timeTooltip(points, { intraday }, unit) {
  const list = (Array.isArray(points) ? points : [points]).filter((point) => typeof point.value?.[1] === 'number');
  if (list.length === 0) return '';
  return tooltipRows(
    date(list[0].value[0], intraday),
    list.map((point) => [point.marker, point.seriesName, written(point.value[1], unit)]),
  );
}

export const line = (id, name, data, colour, more = {}) => ({
  id,
  name,
  type: 'line',
  data,
  showSymbol: false,
  symbol: 'circle',
  lineStyle: { color: colour, width: 1.6, ...more.lineStyle },
  itemStyle: { color: colour },
  emphasis: { disabled: true },
  ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'lineStyle')),
});

function zooms({ colour }, slider) {
  const inside = {
    type: 'inside',
    zoomOnMouseWheel: 'shift',
    moveOnMouseMove: true,
    moveOnMouseWheel: false,
    preventDefaultMouseMove: false,
    filterMode: 'filter',
  };
  return slider ? [inside, sliderZoom(colour)] : [inside];
}

export function sliderZoom(colour) {
  return {
    type: 'slider',
    height: 22,
    bottom: 6,
    filterMode: 'filter',
    borderColor: colour.line,
    fillerColor: colour.accentFill,
    backgroundColor: 'transparent',
    dataBackground: { lineStyle: { color: colour.line }, areaStyle: { color: colour.line } },
    selectedDataBackground: { lineStyle: { color: colour.soft }, areaStyle: { color: colour.line } },
    handleStyle: { color: colour.surface, borderColor: colour.soft },
    moveHandleStyle: { color: colour.line },
    emphasis: { handleStyle: { borderColor: colour.accent }, moveHandleStyle: { color: colour.soft } },
    textStyle: { color: colour.soft, fontSize: 11 },
    labelFormatter: (value) => (typeof value === 'number' && value > 1e8 ? date(value, false) : ''),
  };
}
