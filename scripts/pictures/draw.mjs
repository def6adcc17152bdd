import { SVGRenderer } from 'echarts/renderers';
import { echarts } from '../charts/library.mjs';
import { distributionOptions, yearsOptions } from '../charts/options/bars.mjs';
import { drawdownOptions } from '../charts/options/drawdown.mjs';
import { equityLines, equityOptions, toneOf } from '../charts/options/equity.mjs';
import { linesOptions } from '../charts/options/lines.mjs';
import { sensitivityOptions } from '../charts/options/sensitivity.mjs';
import { unpackRun } from '../charts/unpack.mjs';
import { framed } from './frame.mjs';
import { monthlyPicture } from './monthly.mjs';
import { paletteOf } from './palette.mjs';

echarts.use(SVGRenderer);

const WIDTH = 1200;
const HEIGHT = 620;

/** Charts of lines that have a title; others are titled by their name. */
const TITLES = {
  'rolling-sharpe': 'Rolling Sharpe ratio',
  'rolling-volatility': 'Rolling volatility',
  'rolling-beta': 'Rolling beta',
  exposure: 'Exposure',
  costs: 'Costs paid so far',
};

/**
 * All pictures of a run or a comparison.
 * @param packed what the page holds
 * @param about words below the title, words at the foot, the style sheet whose colours are used, names of the only ones wanted
 * @returns name and SVG text of each
 */
export function drawPictures(packed, { subtitle, foot, css, dark, only }) {
  const data = unpackRun(packed);
  if (data.times.length === 0) return [];
  const colour = paletteOf(css, dark);
  const times = data.times;
  const context = {
    colour,
    compact: false,
    still: true,
    intraday: data.intraday,
    first: times[0],
    last: times[times.length - 1],
    log: false,
    range: [times[0], times[times.length - 1]],
  };
  const keys = equityLines(data).map(({ name, tone }) => ({ name, colour: toneOf(tone, colour).color }));
  const frame = (name, title, options, legend = []) => ({
    name,
    draw: () =>
      framed((width, height) => chart(options(), width, height), {
        title,
        subtitle,
        foot,
        keys: legend,
        colour,
        width: WIDTH,
        height: HEIGHT,
      }),
  });
  const positive = equityLines(data).every(({ values }) => values.every((value) => value === null || value > 0));
  const equity = data.runs ? 'Growth of 100' : 'Equity';
  const all = [
    frame('equity', equity, () => equityOptions(data, context), keys),
    positive && frame('equity-log', `${equity}, logarithmic`, () => equityOptions(data, { ...context, log: true }), keys),
    frame('drawdown', 'Drawdown', () => drawdownOptions(data, context), data.runs ? keys : []),
    data.months?.length > 0 && { name: 'monthly-returns', draw: () => monthlyPicture(data, { subtitle, foot, colour, width: WIDTH }) },
    (data.years ?? data.months)?.length > 0 && frame('yearly-returns', 'Returns by year', () => yearsOptions(data, context), keys),
    data.distribution && frame('distribution', 'Distribution of session returns', () => distributionOptions(data, context)),
    ...Object.entries(data.lines).map(([name, lines]) => frame(name, TITLES[name] ?? name, () => linesOptions(lines, context))),
    data.sensitivity && frame('cost-sensitivity', 'Net Sharpe ratio at multiples of the costs', () => sensitivityOptions(data, context)),
  ];
  return all.filter((one) => one && (only === undefined || only.includes(one.name))).map(({ name, draw }) => ({ name, svg: draw() }));
}

function chart(options, width, height) {
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  drawing.setOption({ ...options, tooltip: undefined });
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  // Names within the drawing count what was drawn before, and marks are for a mouse: without them equal charts give equal bytes.
  return svg
    .replace(/<style[\s\S]*?<\/style>\s*/g, '')
    .replace(/ (?:class|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/zr\d+-/g, 'zr-');
}
