// Updates per second of the indicators that strategies use most, warm.
import { walk } from './data.mjs';
import { alternate, api, inOwnProcess, median } from './measure.mjs';

const BARS = 1_000_000;

const { adx, atr, bollinger, ema, garmanKlass, macd, parabolicSar, rollingMax, rollingStd, rsi, sma, stochastic, wma, zScore } =
  await api();
const INDICATORS = {
  'SMA 20': () => sma(20),
  'EMA 20': () => ema(20),
  'RSI 14': () => rsi(14),
  'standard deviation 20': () => rollingStd(20),
  'z-score 20': () => zScore(20),
  'ATR 14': () => atr(14),
  'Garman-Klass 20': () => garmanKlass(20),
  'WMA 20': () => wma(20),
  MACD: () => macd(),
  'Bollinger 20': () => bollinger(20),
  'ADX 14': () => adx(14),
  'slow stochastic 14': () => stochastic(14),
  'Parabolic SAR': () => parabolicSar(),
  'rolling maximum 200': () => rollingMax(200),
  'SMA 20 of RSI 14': () => sma(20).of(rsi(14)),
};

/** Rows `{ name, alone, together }`: updates per CPU second in a process of its own, and in one where all of them run. */
export async function indicators({ repetitions }) {
  const names = Object.keys(INDICATORS);
  const together = await inOwnProcess('indicators.mjs', { names, repetitions });
  const rows = [];
  for (const [i, name] of names.entries()) {
    const [alone] = await inOwnProcess('indicators.mjs', { names: [name], repetitions });
    rows.push({ name, alone, together: together[i] });
  }
  return rows;
}

/** Updates per CPU second of each. */
export async function measure({ names, repetitions, bars = BARS }) {
  const columns = walk(bars, 1, 60);
  const rows = Array.from(columns.close, (close, i) => ({
    open: columns.open[i],
    high: columns.high[i],
    low: columns.low[i],
    close,
    volume: columns.volume[i],
  }));
  const runs = names.map((name) => {
    const indicator = INDICATORS[name]();
    const inputs = indicator.input === 'bar' ? rows : columns.close;
    return () => feed(indicator, inputs);
  });
  const seconds = await alternate(runs, { repetitions });
  return seconds.map((one) => bars / median(one));
}

function feed(indicator, inputs) {
  for (let i = 0; i < inputs.length; i++) indicator.update(inputs[i]);
}
