// Draws the charts of a page and wires its buttons and its table of trades.
import { Charts } from './charts.mjs';
import { wirePeriods, wireScale } from './controls.mjs';
import { watchPaper } from './paper.mjs';
import { PriceChart } from './price-chart.mjs';
import { watchTheme } from './theme.mjs';
import { TradeTable } from './trade-table.mjs';
import { tradeRows } from './trade-rows.mjs';
import { showTrade } from './trade-detail.mjs';
import { unpackRun } from './unpack.mjs';

const COMPACT = 560;

export function drawPage() {
  const data = unpackRun(JSON.parse(document.getElementById('run').textContent));
  const places = [...document.querySelectorAll('[data-chart]')];
  const pricePlace = places.find((place) => place.dataset.chart === 'prices');
  const drawn = [];
  if (data.times.length === 0) for (const place of places) place.textContent = 'There is no point to draw.';
  else {
    const charts = new Charts(
      data,
      places.filter((place) => place !== pricePlace),
    );
    wireScale(charts);
    wirePeriods(charts);
    drawn.push(charts);
    const rows = tradeRows(data.trades);
    const prices = pricePlace && new PriceChart(pricePlace, data.prices, rows);
    if (prices) drawn.push(prices);
    if (rows.length > 0) wireTrades(data, rows, prices);
  }
  const redraw = () => drawn.forEach((each) => each.redraw());
  const resize = () => drawn.forEach((each) => each.resize());
  watchTheme(document.getElementById('theme'), redraw);
  let width = innerWidth;
  new ResizeObserver(() => {
    resize();
    if (innerWidth < COMPACT !== width < COMPACT) redraw();
    width = innerWidth;
  }).observe(document.querySelector('main'));
  watchPaper(() => {
    resize();
    redraw();
  });
  document.documentElement.dataset.drawn = 'true';
}

/** The table, the price chart and the words about a trade choose together. */
function wireTrades(data, rows, prices) {
  const detail = document.getElementById('trade-detail');
  const choose = (row) => {
    table.choose(row);
    prices?.choose(row);
    showTrade(detail, row, data);
  };
  const table = new TradeTable(rows, data, choose);
  if (prices) prices.onTrade = choose;
}
