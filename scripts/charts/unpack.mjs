// Turns what the page holds in few characters back into plain numbers.

/** Instants from a start, a unit and steps. */
export function unpackTimes({ start, unit, steps }) {
  let time = start;
  return steps.map((step) => (time += step * unit));
}

/** A chart of lines with its instants. */
export function unpackLines(data) {
  return { ...data, times: unpackTimes(data.times) };
}

/** Candles of a symbol: parallel lists of times and prices. */
export function unpackPrices({ digits, times, open, close, up, down, ...facts }) {
  const unit = 10 ** digits;
  const candles = { times: unpackTimes(times), open: [], high: [], low: [], close: [] };
  let before = 0;
  open.forEach((step, i) => {
    const first = before + step;
    const last = before + close[i];
    candles.open.push(first / unit);
    candles.close.push(last / unit);
    candles.high.push((Math.max(first, last) + up[i]) / unit);
    candles.low.push((Math.min(first, last) - down[i]) / unit);
    before = last;
  });
  return { ...facts, digits, ...candles };
}

/** The data of a run or of a comparison, with all lines unpacked. */
export function unpackRun(data) {
  return {
    ...data,
    times: unpackTimes(data.times),
    lines: Object.fromEntries(Object.entries(data.lines ?? {}).map(([name, lines]) => [name, unpackLines(lines)])),
    plots: (data.plots ?? []).map(unpackLines),
  };
}
