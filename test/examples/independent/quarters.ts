import { readFileSync } from 'node:fs';

/** A fill of the plain loop: the minute's start, the side, the units and the price. */
export type PlainFill = readonly [time: string, side: 'buy' | 'sell', units: number, price: number];

/**
 * `resampled-minutes` once more, over the text of the file: quarters of an hour from 13:30 UTC on, the mean of 13 closes and from
 * there on the average of weight 1/7, 95 % of the money less the buffer, at the open of the next minute.
 */
export function runQuarters(): PlainFill[] {
  const text = readFileSync(new URL('../../../examples/data/minute/SPY.csv', import.meta.url), 'utf8');
  const minutes = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([time, open, , , close]) => ({ time: time!, clock: time!.slice(11, 16), open: Number(open), close: Number(close) }))
    .filter(({ clock }) => clock >= '13:30' && clock < '20:00');
  const quarterOf = ({ time }: { time: string }): number => Math.floor(Date.parse(time) / 900_000);
  const fills: PlainFill[] = [];
  const first: number[] = [];
  let average = 0;
  let cash = 100_000;
  let held = 0;
  for (const [row, minute] of minutes.entries()) {
    const next = minutes[row + 1];
    if (next === undefined || quarterOf(next) === quarterOf(minute)) continue;
    if (first.length < 13) {
      first.push(minute.close);
      average = first.reduce((sum, close) => sum + close, 0) / first.length;
      if (first.length < 13) continue;
    } else average += (minute.close - average) / 7;
    const rises = minute.close > average;
    if (rises === held > 0) continue;
    const units = rises ? Math.floor((cash * 0.9975 * 0.95) / minute.close) : -held;
    cash -= units * next.open + Math.max(1, Math.abs(units) * 0.005);
    held += units;
    fills.push([next.time, rises ? 'buy' : 'sell', Math.abs(units), next.open]);
  }
  return fills;
}
