import { percent } from '../numbers.mjs';
import { line, pairs, timeChart } from './base.mjs';
import { equityLines, toneOf } from './equity.mjs';

export function drawdownOptions(data, context) {
  const { colour } = context;
  const options = timeChart(context, { slider: !context.still, unit: 'percent', top: 18 });
  options.yAxis = {
    ...options.yAxis,
    scale: false,
    // Room for the numbers, and for a run that hardly fell a scale that shows so.
    min: (extent) => (extent.min > -0.016 ? -0.02 : undefined),
    max: 0,
    boundaryGap: ['15%', 0],
    splitNumber: 3,
  };
  return { ...options, series: data.runs ? lines(data, colour) : [area(data, colour)] };
}

function lines(data, colour) {
  return data.runs.map(({ name, drawdown }, i) => {
    const style = toneOf(equityLines(data)[i].tone, colour);
    return line(`drawdown-${i}`, name, pairs(data.times, drawdown), style.color, { lineStyle: { ...style, width: 1.2 } });
  });
}

function area(data, colour) {
  return line('drawdown', 'Drawdown', pairs(data.times, data.drawdown), colour.loss, {
    areaStyle: { color: colour.lossFill, origin: 'end' },
    lineStyle: { width: 1.2 },
    markPoint: marks(data, colour),
  });
}

/** The worst drawdowns, numbered as in the table; the deepest with its depth. */
function marks({ drawdowns, times }, colour) {
  const late = (time) => time > times[0] + (times[times.length - 1] - times[0]) * 0.8;
  return {
    symbol: 'circle',
    symbolSize: 5,
    silent: true,
    itemStyle: { color: colour.loss },
    label: {
      distance: 6,
      color: colour.text,
      fontSize: 11,
      fontWeight: 600,
      textBorderColor: colour.surface,
      textBorderWidth: 3,
    },
    data: drawdowns.map(({ trough, depth }, i) => ({
      coord: [trough, depth],
      label: {
        position: i > 0 ? 'bottom' : late(trough) ? 'left' : 'right',
        formatter: i > 0 ? String(i + 1) : `1: ${percent(depth)}`,
      },
    })),
  };
}
