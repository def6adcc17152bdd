// Draws the charts of a tear sheet and wires its buttons.
import { echarts } from './library.mjs';
import { drawdownOptions, equityOptions, logScale, plotOptions } from './options.mjs';
import { watchPaper } from './paper.mjs';
import { colours, watchTheme } from './theme.mjs';

const COMPACT = 560;
const YEAR = 365.25 * 86_400_000;
const GROUP = 'run';

export function drawPage() {
  const data = JSON.parse(document.getElementById('run').textContent);
  const name = document.querySelector('h1').textContent;
  const places = [...document.querySelectorAll('[data-chart]')];
  const first = data.times[0];
  const last = data.times[data.times.length - 1];
  let log = false;
  let range = [first, last];

  const optionsOf = (place) => {
    const context = { colour: colours(), compact: place.clientWidth < COMPACT, intraday: data.intraday, first, last, log, range };
    switch (place.dataset.chart) {
      case 'equity':
        return equityOptions(data, name, context);
      case 'drawdown':
        return drawdownOptions(data, context);
      default:
        return plotOptions(
          data.plots[Number(place.dataset.plot)],
          place.parentElement.querySelector('h3').firstChild.textContent.trim(),
          context,
        );
    }
  };

  if (first === undefined) {
    for (const place of places) place.textContent = 'There is no point to draw.';
    return;
  }
  const charts = places.map((place) => {
    const chart = echarts.init(place, null, { renderer: 'canvas' });
    chart.group = GROUP;
    chart.setOption(optionsOf(place));
    return { place, chart };
  });
  echarts.connect(GROUP);

  /** Draws everything anew and keeps the period that is shown. */
  const redraw = () => {
    for (const { place, chart } of charts) {
      const [zoom] = chart.getOption().dataZoom;
      const options = optionsOf(place);
      for (const each of options.dataZoom) Object.assign(each, { start: zoom.start, end: zoom.end });
      chart.setOption(options, { notMerge: true });
    }
  };

  const pressed = (buttons, chosen) => {
    for (const button of buttons) button.setAttribute('aria-pressed', String(button === chosen));
  };

  const scales = [...document.querySelectorAll('[data-scale]')];
  for (const button of scales) {
    button.addEventListener('click', () => {
      log = button.dataset.scale === 'log';
      pressed(scales, button);
      redraw();
    });
  }

  const periods = [...document.querySelectorAll('[data-years]')];
  for (const button of periods) {
    const years = button.dataset.years === 'all' ? Infinity : Number(button.dataset.years);
    if (years !== Infinity && last - first < years * YEAR) {
      button.hidden = true;
      continue;
    }
    button.addEventListener('click', () => {
      charts[0].chart.dispatchAction({ type: 'dataZoom', startValue: Math.max(first, last - years * YEAR), endValue: last });
      pressed(periods, button);
    });
  }
  const all = periods.find((button) => button.dataset.years === 'all');
  if (periods.every((button) => button === all || button.hidden)) all.parentElement.hidden = true;
  pressed(periods, all);
  const equity = charts[0].chart;
  equity.on('datazoom', () => {
    const [{ start, end }] = equity.getOption().dataZoom;
    range = [first + ((last - first) * start) / 100, first + ((last - first) * end) / 100];
    if (log) equity.setOption({ yAxis: logScale(data, range, {}) });
    pressed(periods, start > 0 || end < 100 ? periods.find((button) => button === document.activeElement && button !== all) : all);
  });

  watchTheme(document.getElementById('theme'), redraw);

  let width = innerWidth;
  new ResizeObserver(() => {
    for (const { chart } of charts) chart.resize();
    if (innerWidth < COMPACT !== width < COMPACT) redraw();
    width = innerWidth;
  }).observe(document.querySelector('main'));
  watchPaper(() => {
    for (const { chart } of charts) chart.resize();
    redraw();
  });
  document.documentElement.dataset.drawn = 'true';
}
