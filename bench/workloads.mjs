// W1, W2 and W3 through the public API, each beside its plain loop. `measure` is called in a process of its own.
import { generated, walk } from './data.mjs';
import { momentumLoop, smaCrossLoop, sweepLoop } from './loop.mjs';
import { alternate, api, peakMegabytes } from './measure.mjs';

const MINUTE = 60;
const DAY = 86_400;

const barstream = await api();
const { BarSeries, Instrument, Strategy, loadBacktest, percentFee, simulated, sma } = barstream;

/** Long 10 units while the fast average is above the slow one, else flat. */
class SmaCross extends Strategy {
  fast = this.indicator(() => sma(this.params.fast));
  slow = this.indicator(() => sma(this.params.slow));
  wanted = 0;

  onBar(bar) {
    const wanted = this.fast.of(bar).value - this.slow.of(bar).value > 1e-9 ? 10 : 0;
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    this.orderTargetQuantity(bar.symbol, wanted);
  }
}

/** Every 21 bars 9.5 % of equity in each of the ten assets that rose most in 126 bars. */
class Momentum extends Strategy {
  bars = 0;

  onSlice(slice) {
    const bar = this.bars++;
    if (bar < 126 || (bar - 126) % 21 !== 0) return;
    const ranked = slice.bars
      .map((one) => ({ symbol: one.symbol, rise: one.close / one.ago(126).close - 1 }))
      .sort((a, b) => b.rise - a.rise);
    this.rebalance(new Map(ranked.slice(0, 10).map(({ symbol }) => [symbol, 0.095])));
  }
}

/** The rule of SmaCross for each asset on its own. */
class SmaCrossEach extends Strategy {
  fast = this.indicator(() => sma(this.params.fast));
  slow = this.indicator(() => sma(this.params.slow));

  onBar(bar) {
    const wanted = this.fast.of(bar).value - this.slow.of(bar).value > 1e-9 ? 10 : 0;
    if (wanted !== this.quantity(bar.symbol)) this.orderTargetQuantity(bar.symbol, wanted);
  }
}

/** Columns of gen.mjs as a series: its times are opens in seconds, the engine's are closes in milliseconds. */
function seriesOf(symbol, { time, ...prices }, step) {
  const closes = time.map((opened) => (opened + step) * 1000);
  const instrument = new Instrument({ symbol, calendar: 'always-open', tick: '0.0001' });
  return step === MINUTE
    ? new BarSeries(instrument, '1m', { ...prices, time: closes })
    : new BarSeries(instrument, '1d', { ...prices, time: closes, openTime: time.map((opened) => opened * 1000) });
}

function load(name, assets, step, cash, rest) {
  const series = assets.map((columns, i) => seriesOf(`S${String(i).padStart(3, '0')}`, columns, step));
  return loadBacktest({
    name,
    feeds: [{ name: 'memory', basis: 'raw', load: async () => ({ series }) }],
    broker: simulated({ costs: [percentFee(0.001)], volumeLimit: false }),
    account: { cash, cashBuffer: 0 },
    ...rest,
  });
}

/** What a run is asked for, so that nothing of it is left undone. */
function outcome({ finalEquity, metrics }) {
  if (metrics.sharpe === undefined || metrics.drawdown === undefined) throw new Error('the run has no Sharpe ratio or drawdown');
  return { equity: finalEquity, fills: metrics.fills };
}

const sum = (runs) => runs.reduce((a, b) => ({ equity: a.equity + b.equity, fills: a.fills + b.fills }), { equity: 0, fills: 0 });
const crossing = { strategy: SmaCross, params: { fast: 10, slow: 30 } };

/**
 * The workloads: each returns its two sides, `loop` and `engine`, which work out the same `{ equity, fills }`, and the
 * number of `units` that one run handles. `bars` makes a smaller one of other prices.
 */
export const WORKLOADS = {
  async W1({ bars } = {}) {
    const prices = bars === undefined ? generated('w1.f64', 1e6)[0] : walk(bars, 1, MINUTE);
    const equity = new Float64Array(prices.close.length);
    const loaded = await load('w1', [prices], MINUTE, 1e6, crossing);
    return {
      units: equity.length,
      loop: () => fromLoop(smaCrossLoop(prices, 10, 30, 10, 1e6, equity)),
      engine: async () => outcome(await loaded.run()),
    };
  },

  async W2({ bars, assets = 100 } = {}) {
    const prices = bars === undefined ? generated('w2.f64', 2520) : Array.from({ length: assets }, (_, i) => walk(bars, 1 + i, DAY));
    const loaded = await load('w2', prices, DAY, 1e7, { strategy: Momentum });
    return {
      units: prices.length * prices[0].close.length,
      loop: () => fromLoop(momentumLoop(prices)),
      engine: async () => outcome(await loaded.run()),
    };
  },

  async W3({ bars } = {}) {
    const prices = bars === undefined ? generated('w3.f64', 2520)[0] : walk(bars, 3, DAY);
    const loaded = await load('w3', [prices], DAY, 1e5, crossing);
    return {
      units: 100,
      loop: () => fromLoop(sweepLoop(prices)),
      async engine() {
        const runs = [];
        for (let fast = 5; fast <= 50; fast += 5) {
          for (let slow = 20; slow <= 200; slow += 20) runs.push(outcome(await loaded.run({ params: { fast, slow } })));
        }
        return sum(runs);
      },
    };
  },

  /** The rule of W1 for each of several assets. */
  async assets({ bars, assets }) {
    const prices = Array.from({ length: assets }, (_, i) => walk(bars, 1 + i, DAY));
    const cash = 1e5 * assets;
    const loaded = await load('assets', prices, DAY, cash, { ...crossing, strategy: SmaCrossEach });
    const equity = new Float64Array(bars);
    return {
      units: bars * assets,
      loop() {
        const all = sum(prices.map((one) => fromLoop(smaCrossLoop(one, 10, 30, 10, 0, equity))));
        return { equity: cash + all.equity, fills: all.fills };
      },
      engine: async () => outcome(await loaded.run()),
    };
  },
};

function fromLoop({ finalEquity, finalEquitySum, fills }) {
  return { equity: finalEquity ?? finalEquitySum, fills };
}

/** Runs loop and engine in turn. `{ units, loop, engine, found, expected, megabytes }`: CPU seconds of each repetition. */
export async function measure({ name, repetitions, warmup, ...size }) {
  const workload = await WORKLOADS[name](size);
  const expected = workload.loop();
  const found = await workload.engine();
  const megabytes = peakMegabytes();
  const [loop, engine] = await alternate([workload.loop, workload.engine], { repetitions, warmup });
  return { units: workload.units, loop, engine, found, expected, megabytes };
}
