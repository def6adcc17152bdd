import { logTicks } from '../log-ticks.mjs';
import { date, grouped, short } from '../numbers.mjs';
import { common, sliderZoom, tooltip, tooltipRows, valueAxis } from './base.mjs';

/** More candles than this in view are drawn as a line of closes within a band from low to high. */
export const MOST_CANDLES = 260;

/**
 * Prices of one symbol with its trades. The axis counts candles, so that nights and holidays take no room.
 * `trades` are those of the symbol, with the candles of entry and exit.
 */
export function pricesOptions(prices, trades, context) {
  const { colour, compact, view, chosen, log } = context;
  const many = view[1] - view[0] + 1 > MOST_CANDLES;
  const daily = prices.interval === '1d';
  const labels = prices.times.map((time) => date(time, !daily).replace(' UTC', ''));
  return {
    ...common(context),
    grid: { left: compact ? 46 : 58, right: compact ? 8 : 16, top: 12, bottom: 62 },
    xAxis: {
      type: 'category',
      data: labels,
      boundaryGap: true,
      axisLine: { lineStyle: { color: colour.line } },
      axisTick: { show: false },
      axisLabel: { color: colour.soft, fontSize: 11, hideOverlap: true, interval: 'auto' },
    },
    yAxis: {
      ...valueAxis(context, 'value'),
      ...(log ? logScale(prices, view) : {}),
      axisLabel: { color: colour.soft, fontSize: 11, formatter: short, ...(log ? logScale(prices, view).axisLabel : {}) },
    },
    dataZoom: [
      {
        type: 'inside',
        startValue: view[0],
        endValue: view[1],
        zoomOnMouseWheel: 'shift',
        moveOnMouseWheel: false,
        preventDefaultMouseMove: false,
      },
      { ...sliderZoom(colour), startValue: view[0], endValue: view[1], labelFormatter: (_, label) => label ?? '' },
    ],
    tooltip: {
      ...tooltip(context, (points) => priceTooltip(points, prices, labels)),
      axisPointer: { type: 'line', lineStyle: { color: colour.soft, type: 'solid', width: 1 } },
    },
    series: [...(many ? closes(prices, colour, log) : [candles(prices, colour)]), ...marks(trades, prices, colour, chosen, many)],
  };
}

function candles({ open, high, low, close }, colour) {
  return {
    id: 'price',
    name: 'price',
    type: 'candlestick',
    data: open.map((_, i) => [open[i], close[i], low[i], high[i]]),
    // Hollow when it rose, filled when it fell: it reads without colour.
    itemStyle: { color: colour.surface, color0: colour.soft, borderColor: colour.soft, borderColor0: colour.soft },
    barMaxWidth: 12,
  };
}

/** A logarithmic axis for what is in view. */
function logScale({ low, high }, [from, to]) {
  const least = Math.min(...low.slice(from, to + 1)) * 0.97;
  const most = Math.max(...high.slice(from, to + 1)) * 1.03;
  if (!(least > 0)) return {};
  const customValues = logTicks(least, most);
  return { type: 'log', scale: undefined, min: least, max: most, axisTick: { show: false, customValues }, axisLabel: { customValues } };
}

/** Closes within a band from low to high; a logarithmic axis cannot stack the band and shows its edges. */
function closes({ high, low, close }, colour, log) {
  const none = { lineStyle: { opacity: 0 }, symbol: 'none', silent: true, stack: 'range', type: 'line' };
  const edge = { ...none, stack: undefined, lineStyle: { color: colour.soft, width: 0.5, opacity: 0.6 } };
  const band = log
    ? [
        { id: 'low', name: 'low', data: low, ...edge },
        { id: 'range', name: 'range', data: high, ...edge },
      ]
    : [
        { id: 'low', name: 'low', data: low, ...none },
        {
          id: 'range',
          name: 'range',
          data: high.map((value, i) => value - low[i]),
          areaStyle: { color: colour.soft, opacity: 0.22 },
          ...none,
        },
      ];
  return [
    ...band,
    {
      id: 'price',
      name: 'close',
      type: 'line',
      data: close,
      showSymbol: false,
      lineStyle: { color: colour.soft, width: 1.1 },
      itemStyle: { color: colour.soft },
    },
  ];
}

/** Entries and exits as triangles that point the way of the order, joined by a line in the colour of the outcome. */
function marks(trades, prices, colour, chosen, many) {
  const triangle = (trade, exit) => {
    const buy = trade.side > 0 !== exit;
    return {
      value: [exit ? trade.exitCandle : trade.entryCandle, exit ? trade.exitPrice : trade.entryPrice],
      trade,
      exit,
      symbolRotate: buy ? 0 : 180,
      itemStyle: { color: buy ? colour.accent : colour.loss, borderColor: colour.surface, borderWidth: 1 },
      symbolSize: chosen === trade.row ? 15 : many && trades.length > 200 ? 7 : 10,
    };
  };
  const joins = (list, tone, id, width) => ({
    id,
    name: id,
    type: 'line',
    silent: true,
    symbol: 'none',
    connectNulls: false,
    lineStyle: { color: tone, width, type: id === 'loss' ? [4, 3] : 'solid', opacity: width > 2 ? 1 : 0.8 },
    data: list.flatMap((trade) => [
      [trade.entryCandle, trade.entryPrice],
      [trade.exitCandle, trade.exitPrice],
      [trade.exitCandle, null],
    ]),
    z: 4,
  });
  return [
    joins(
      trades.filter(({ net }) => net > 0),
      colour.accent,
      'profit',
      1.4,
    ),
    joins(
      trades.filter(({ net }) => !(net > 0)),
      colour.loss,
      'loss',
      1.4,
    ),
    joins(
      trades.filter(({ row }) => row === chosen),
      colour.text,
      'chosen',
      2.4,
    ),
    {
      id: 'trades',
      name: 'trades',
      type: 'scatter',
      symbol: 'triangle',
      data: trades.flatMap((trade) => [triangle(trade, false), triangle(trade, true)]),
      z: 5,
      cursor: 'pointer',
    },
  ];
}

function priceTooltip(points, prices, labels) {
  const { dataIndex: at } = points.find((point) => point.seriesId === 'price') ?? {};
  if (at === undefined) return '';
  const price = (value) => grouped(value, prices.digits > 4 ? prices.digits : 2);
  const rows = [
    ['', 'open', price(prices.open[at])],
    ['', 'high', price(prices.high[at])],
    ['', 'low', price(prices.low[at])],
    ['', 'close', price(prices.close[at])],
  ];
  for (const point of points) {
    const { trade, exit } = point.data ?? {};
    if (trade === undefined) continue;
    const what = `${trade.side > 0 !== exit ? 'buy' : 'sell'} ${trade.quantity}, ${exit ? 'exit' : 'entry'} of no. ${trade.id}`;
    rows.push([point.marker, what, price(exit ? trade.exitPrice : trade.entryPrice)]);
    if (rows.length > 12) break;
  }
  return tooltipRows(labels[at], rows);
}
