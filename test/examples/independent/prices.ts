import { readFileSync } from 'node:fs';

/** Nothing in this folder imports the engine, its feeds, its indicators or its broker: a mistake there cannot hide here. */
export interface Prices {
  readonly dates: readonly string[];
  readonly open: readonly number[];
  readonly close: readonly number[];
  readonly volume: readonly number[];
  /** Garman-Klass variance of each session. */
  readonly variance: readonly number[];
  readonly rowOf: ReadonlyMap<string, number>;
}

/** A sample file up to a date, its prices times `adj_close / close`. */
export function readPrices(symbol: string, last = '9999-12-31'): Prices {
  const text = readFileSync(new URL(`../../../examples/data/${symbol}.csv`, import.meta.url), 'utf8');
  const [header, ...lines] = text.trim().split('\n');
  if (header !== 'date,open,high,low,close,adj_close,volume') throw new Error(`${symbol}.csv has other columns: ${header}`);
  const dates: string[] = [];
  const open: number[] = [];
  const close: number[] = [];
  const volume: number[] = [];
  const variance: number[] = [];
  for (const line of lines) {
    const cells = line.split(',');
    if (cells[0]! > last) break;
    const [o, h, l, c, adjusted, v] = cells.slice(1).map(Number) as [number, number, number, number, number, number];
    const factor = adjusted / c;
    dates.push(cells[0]!);
    open.push(o * factor);
    close.push(c * factor);
    volume.push(v);
    // The factor falls out of both ratios.
    variance.push(Math.log(h / l) ** 2 / 2 - (2 * Math.LN2 - 1) * Math.log(c / o) ** 2);
  }
  return { dates, open, close, volume, variance, rowOf: new Map(dates.map((date, row) => [date, row])) };
}

/** Cost of trading on the bar of `row` in basis points: 5 and a tenth of the volatility (bp a day) of the 20 sessions before. */
export function costInBasisPoints({ variance }: Prices, row: number): number {
  let sum = 0;
  for (let i = row - 20; i < row; i++) sum += variance[i]!;
  return 5 + 0.1 * 10_000 * Math.sqrt(sum / 20);
}
