import { line, pairs, timeChart } from './base.mjs';
import { toneOf } from './equity.mjs';

/** A few lines over time: rolling figures, exposure, costs, plots of a strategy. */
export function linesOptions({ times, lines, unit }, context) {
  const { colour, compact } = context;
  const options = timeChart(context, { unit, top: lines.length > 1 ? 26 : 12 });
  if (unit === 'percent' || unit === 'money') options.yAxis.scale = lines.some(({ values }) => values.some((value) => value < 0));
  options.yAxis.splitNumber = 3;
  const zero =
    lines.some(({ values }) => values.some((value) => value < 0)) && lines.some(({ values }) => values.some((value) => value > 0));
  const series = lines.map(({ name, values }, i) => {
    const style = toneOf(lines.length === 1 ? 'accent' : i, colour);
    return line(`line-${i}`, name, pairs(times, values), style.color, { lineStyle: { ...style, width: 1.3 } });
  });
  if (zero) {
    series[0].markLine = {
      silent: true,
      symbol: 'none',
      label: { show: false },
      lineStyle: { color: colour.soft, type: 'solid', width: 1 },
      data: [{ yAxis: 0 }],
    };
  }
  if (lines.length > 1) options.legend = legend(colour, compact);
  return { ...options, series };
}

/** Names of the lines above the chart. */
function legend(colour, compact) {
  return {
    type: 'scroll',
    top: 0,
    left: compact ? 38 : 50,
    right: 8,
    itemWidth: 18,
    itemHeight: 8,
    itemGap: 14,
    icon: 'roundRect',
    selectedMode: false,
    textStyle: { color: colour.soft, fontSize: 11, fontFamily: colour.font },
    pageIconColor: colour.soft,
    pageTextStyle: { color: colour.soft },
  };
}
