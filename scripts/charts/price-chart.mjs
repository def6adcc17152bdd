// The price of one symbol with its trades.
import { echarts } from './library.mjs';
import { grouped } from './numbers.mjs';
import { MOST_CANDLES, pricesOptions } from './options/prices.mjs';
import { colours } from './theme.mjs';
import { unpackPrices } from './unpack.mjs';

const COMPACT = 560;

/** Candles shown around a trade that was chosen, on each side. */
const AROUND = 40;

export class PriceChart {
  /** Called with the row of a trade that was clicked. */
  onTrade = () => {};
  #place;
  #packed;
  #unpacked = new Map();
  #rows;
  #chart;
  #select = document.getElementById('symbol');
  #at = 0;
  #view;
  #chosen;
  #log = false;

  constructor(place, packed, rows) {
    this.#place = place;
    this.#packed = packed;
    this.#rows = rows;
    this.#chart = echarts.init(place, null, { renderer: 'canvas' });
    this.#select.addEventListener('change', () => this.#show(Number(this.#select.value)));
    for (const button of document.querySelectorAll('[data-zoom]')) button.addEventListener('click', () => this.#zoom(button.dataset.zoom));
    const scale = document.getElementById('price-log');
    scale.addEventListener('click', () => {
      this.#log = !this.#log;
      scale.setAttribute('aria-pressed', String(this.#log));
      this.redraw();
    });
    this.#chart.on('click', ({ data }) => data?.trade && this.onTrade(data.trade));
    this.#chart.on('datazoom', () => this.#moved());
    this.#show(0);
  }

  get #prices() {
    let prices = this.#unpacked.get(this.#at);
    if (prices === undefined) this.#unpacked.set(this.#at, (prices = unpackPrices(this.#packed[this.#at])));
    return prices;
  }

  get #last() {
    return this.#prices.close.length - 1;
  }

  #show(at) {
    this.#at = at;
    this.#view = [0, this.#last];
    this.redraw();
    const { symbol, barsPerCandle, bars, interval, close } = this.#prices;
    const each =
      barsPerCandle === 1
        ? 'Each candle is a bar.'
        : `Each of the ${grouped(close.length, 0)} candles is ${barsPerCandle} bars: their first open, last close, highest high and lowest low. No extreme is left out.`;
    document.getElementById('prices-caption').textContent =
      `${symbol}, ${grouped(bars, 0)} ${interval === '1d' ? 'session bars' : `bars of ${interval}`}. ${each} Beyond ${MOST_CANDLES} candles in view they are drawn as a line of closes within a band from low to high. Hollow candles rose, filled ones fell. Choose a triangle to see its trade.`;
  }

  /** Shows a trade: its symbol, and the time around it. */
  choose(row) {
    this.#chosen = row.row;
    const at = this.#packed.findIndex(({ symbol }) => symbol === row.symbol);
    if (at >= 0 && row.entryCandle >= 0) {
      if (at !== this.#at) {
        this.#select.value = String(at);
        this.#show(at);
      }
      const [from, to] = this.#view;
      const whole = from <= 0 && to >= this.#last;
      if (whole || row.entryCandle < from || row.exitCandle > to)
        this.#view = [Math.max(0, row.entryCandle - AROUND), Math.min(this.#last, row.exitCandle + AROUND)];
    }
    this.redraw();
  }

  #zoom(how) {
    const [from, to] = this.#view;
    if (how === 'all') this.#view = [0, this.#last];
    else {
      const half = ((to - from + 1) * (how === 'in' ? 0.5 : 2)) / 2;
      const middle = (from + to) / 2;
      const wide = Math.max(10, half);
      this.#view = [Math.max(0, Math.round(middle - wide)), Math.min(this.#last, Math.round(middle + wide))];
    }
    this.redraw();
  }

  /** Candles become a line, or a line candles, as their number in view demands. */
  #moved() {
    const [{ startValue, endValue }] = this.#chart.getOption().dataZoom;
    const before = this.#isMany();
    this.#view = [startValue, endValue];
    if (before !== this.#isMany()) this.redraw();
  }

  #isMany() {
    return this.#view[1] - this.#view[0] + 1 > MOST_CANDLES;
  }

  redraw() {
    const { symbol } = this.#prices;
    const trades = this.#rows.filter((row) => row.symbol === symbol && row.entryCandle >= 0);
    const context = {
      colour: colours(),
      compact: this.#place.clientWidth < COMPACT,
      view: this.#view,
      chosen: this.#chosen,
      log: this.#log,
    };
    this.#chart.setOption(pricesOptions(this.#prices, trades, context), { notMerge: true });
  }

  resize() {
    this.#chart.resize();
  }
}
