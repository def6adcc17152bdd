// What each chart shows and how. Pure functions of data, colours and the reader's choices.
import { logTicks } from './log-ticks.mjs';
import { date, escaped, grouped, percent, short } from './numbers.mjs';

const pairs = (times, values) => times.map((time, i) => [time, values[i]]);

function base({ colour, compact, intraday, first, last, zoomable, slider }) {
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: colour.font, color: colour.soft },
    grid: { left: compact ? 44 : 58, right: compact ? 10 : 16, top: 12, bottom: slider ? 62 : 26 },
    xAxis: {
      type: 'time',
      min: first,
      max: last,
      axisLine: { lineStyle: { color: colour.line } },
      axisTick: { show: false },
      axisLabel: { color: colour.soft, hideOverlap: true, fontSize: 11 },
      splitNumber: compact ? 4 : 8,
    },
    yAxis: {
      type: 'value',
      scale: true,
      axisLabel: { color: colour.soft, fontSize: 11, formatter: short },
      splitLine: { lineStyle: { color: colour.line } },
      splitNumber: 5,
    },
    dataZoom: zoomable
      ? [
          {
            type: 'inside',
            zoomOnMouseWheel: 'shift',
            moveOnMouseMove: true,
            moveOnMouseWheel: false,
            preventDefaultMouseMove: false,
            filterMode: 'filter',
          },
          ...(slider
            ? [
                {
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
                  labelFormatter: (value) => date(value, false),
                },
              ]
            : []),
        ]
      : [],
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: colour.surface,
      borderColor: colour.line,
      textStyle: { color: colour.text, fontSize: 12, fontFamily: colour.font },
      axisPointer: { type: 'line', lineStyle: { color: colour.soft, type: 'solid', width: 1 } },
      formatter: (points) => {
        const list = Array.isArray(points) ? points : [points];
        if (list.length === 0) return '';
        const rows = list
          .filter((point) => typeof point.value?.[1] === 'number')
          .map(
            (point) =>
              `<div style="display:flex;gap:16px;justify-content:space-between"><span>${point.marker}${escaped(point.seriesName)}</span><b style="font-variant-numeric:tabular-nums">${point.seriesId === 'drawdown' ? percent(point.value[1]) : grouped(point.value[1], Math.abs(point.value[1]) >= 100 ? 2 : 4)}</b></div>`,
          );
        return `<div style="margin-bottom:4px">${date(list[0].value[0], intraday)}</div>${rows.join('')}`;
      },
    },
  };
}

const line = (id, name, data, colour, more = {}) => ({
  id,
  name,
  type: 'line',
  data,
  showSymbol: false,
  symbol: 'circle',
  lineStyle: { color: colour, width: 1.6 },
  itemStyle: { color: colour },
  emphasis: { disabled: true },
  ...more,
});

/** A logarithmic axis that fits what lies between two times. */
export function logScale(data, [from, to], axisLabel) {
  let low = Infinity;
  let high = -Infinity;
  data.times.forEach((time, i) => {
    if (time < from || time > to) return;
    for (const value of [data.equity[i], data.benchmarkEquity?.[i]]) {
      if (typeof value !== 'number') continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  });
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

export function equityOptions(data, name, context) {
  const { colour, log, range } = context;
  const options = base({ ...context, zoomable: true, slider: false });
  const lines = [line('equity', name, pairs(data.times, data.equity), colour.accent, { z: 3 })];
  if (data.benchmarkEquity) {
    lines.push(
      line('benchmark', data.benchmark, pairs(data.times, data.benchmarkEquity), colour.benchmark, {
        lineStyle: { color: colour.benchmark, width: 1.3 },
      }),
    );
  }
  if (log) options.yAxis = { ...options.yAxis, ...logScale(data, range, options.yAxis.axisLabel) };
  return { ...options, series: lines };
}

export function drawdownOptions(data, context) {
  const { colour } = context;
  const options = base({ ...context, zoomable: true, slider: true });
  const deepest = data.drawdown.reduce((at, value, i) => (value !== null && value < data.drawdown[at] ? i : at), 0);
  const mark = {
    symbol: 'circle',
    symbolSize: 7,
    silent: true,
    label: {
      position: deepest > data.times.length * 0.7 ? 'left' : 'right',
      distance: 8,
      offset: [0, 10],
      color: colour.text,
      fontSize: 11,
      fontWeight: 600,
      textBorderColor: colour.surface,
      textBorderWidth: 3,
      formatter: () => `${percent(data.drawdown[deepest])} on ${date(data.times[deepest], false)}`,
    },
    data: data.drawdown[deepest] < 0 ? [{ coord: [data.times[deepest], data.drawdown[deepest]] }] : [],
  };
  options.yAxis = {
    ...options.yAxis,
    scale: false,
    // Room for the label, and for a run that hardly fell a scale that shows so.
    min: (extent) => (extent.min > -0.016 ? -0.02 : undefined),
    max: 0,
    boundaryGap: ['15%', 0],
    splitNumber: 3,
    axisLabel: { ...options.yAxis.axisLabel, formatter: (value) => `${Number((value * 100).toFixed(1))} %`.replace('-', '−') },
  };
  return {
    ...options,
    series: [
      line('drawdown', 'Drawdown', pairs(data.times, data.drawdown), colour.loss, {
        areaStyle: { color: colour.lossFill, origin: 'end' },
        lineStyle: { color: colour.loss, width: 1.2 },
        markPoint: mark,
      }),
    ],
  };
}

export function plotOptions(plot, name, context) {
  const { colour } = context;
  const options = base({ ...context, zoomable: true, slider: false });
  return {
    ...options,
    series: [line('plot', name, pairs(plot.times, plot.values), colour.accent, { lineStyle: { color: colour.accent, width: 1.2 } })],
  };
}
