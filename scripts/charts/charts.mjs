// The charts of a page: what each place shows, drawing them anew and moving them together.
import { CanvasRenderer } from 'echarts/renderers';
import { echarts } from './library.mjs';
import { distributionOptions, yearsOptions } from './options/bars.mjs';
import { drawdownOptions } from './options/drawdown.mjs';
import { equityOptions, logScale } from './options/equity.mjs';
import { linesOptions } from './options/lines.mjs';
import { sensitivityOptions } from './options/sensitivity.mjs';
import { colours } from './theme.mjs';

echarts.use(CanvasRenderer);

const COMPACT = 560;
const GROUP = 'run';

/** Charts that share one time axis and move together. */
const OVER_TIME = new Set(['equity', 'drawdown', 'lines', 'plot']);

export class Charts {
  #data;
  #charts;
  #log = false;
  #range;

  constructor(data, places) {
    this.#data = data;
    this.first = data.times[0];
    this.last = data.times[data.times.length - 1];
    this.#range = [this.first, this.last];
    this.#charts = places.map((place) => {
      const chart = echarts.init(place, null, { renderer: 'canvas' });
      const overTime = OVER_TIME.has(place.dataset.chart);
      if (overTime) chart.group = GROUP;
      chart.setOption(this.#optionsOf(place));
      return { place, chart, overTime };
    });
    echarts.connect(GROUP);
  }

  #optionsOf(place) {
    const data = this.#data;
    const context = {
      colour: colours(),
      compact: place.clientWidth < COMPACT,
      intraday: data.intraday,
      first: this.first,
      last: this.last,
      log: this.#log,
      range: this.#range,
    };
    switch (place.dataset.chart) {
      case 'equity':
        return equityOptions(data, context);
      case 'drawdown':
        return drawdownOptions(data, context);
      case 'lines':
        return linesOptions(data.lines[place.dataset.of], context);
      case 'plot':
        return linesOptions(data.plots[Number(place.dataset.of)], context);
      case 'years':
        return yearsOptions(data, context);
      case 'distribution':
        return distributionOptions(data, context);
      case 'sensitivity':
        return sensitivityOptions(data, context);
      default:
        throw new Error(`there is no chart named ${place.dataset.chart}`);
    }
  }

  get #equity() {
    return this.#charts.find(({ place }) => place.dataset.chart === 'equity').chart;
  }

  get log() {
    return this.#log;
  }

  set log(log) {
    this.#log = log;
    this.redraw();
  }

  /** Draws everything anew and keeps the period that is shown. */
  redraw() {
    for (const { place, chart, overTime } of this.#charts) {
      const options = this.#optionsOf(place);
      if (overTime) {
        const [zoom] = chart.getOption().dataZoom;
        for (const each of options.dataZoom) Object.assign(each, { start: zoom.start, end: zoom.end });
      }
      chart.setOption(options, { notMerge: true });
    }
  }

  resize() {
    for (const { chart } of this.#charts) chart.resize();
  }

  /** Shows a period in all charts over time. */
  show(from, to) {
    this.#equity.dispatchAction({ type: 'dataZoom', startValue: from, endValue: to });
  }

  /** Calls back when another period is shown, with whether it is the whole run. */
  onPeriod(changed) {
    const chart = this.#equity;
    chart.on('datazoom', () => {
      const [{ start, end }] = chart.getOption().dataZoom;
      const length = this.last - this.first;
      this.#range = [this.first + (length * start) / 100, this.first + (length * end) / 100];
      if (this.#log) chart.setOption({ yAxis: logScale(this.#data, this.#range, {}) });
      changed(start <= 0 && end >= 100);
    });
  }
}
