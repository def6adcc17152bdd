import { percentFee, simulated } from '../../brokers/index.js';
import { memory } from '../../feeds/index.js';
import { backtest, sharpe, sma, Strategy, xnys, type BacktestConfig, type BacktestResult, type Bar } from '../../src/index.js';

/** Trades around its average, with a limit order that never fills and one that is refused. */
class Wave extends Strategy<{ period: number }> {
  average = this.indicator(() => sma(this.params.period));

  override onBar(bar: Bar): void {
    const average = this.average.of(bar).value ?? bar.close;
    this.plot('distance', bar.close - average);
    if (bar.close > average) this.orderTargetPercent(bar.symbol, 0.9, { tag: 'above, "calm"\nand so on' });
    else this.close(bar.symbol);
  }

  override onStart(): void {
    this.log('</script><b>started</b>');
  }
}

export interface SampleOptions {
  readonly sessions?: number;
  readonly trades?: boolean;
  readonly config?: Partial<Pick<BacktestConfig, 'name' | 'benchmark' | 'account'>>;
}

/** A small run with fills, costs, trades, plots and a benchmark. */
export function sample({ sessions = 60, config = {} }: SampleOptions = {}): Promise<BacktestResult> {
  const dates = xnys.sessions('2003-01-02', '2023-12-29').slice(0, sessions);
  const bars = dates.map(({ date }, i) => {
    const close = 100 + 10 * Math.sin(i / 7) + i * 0.01;
    return { date, open: close - 0.5, high: close + 1, low: close - 1, close, volume: 1_000_000 };
  });
  return backtest({
    name: 'Wave',
    feeds: [memory({ instrument: { symbol: 'XYZ', basis: 'raw' }, bars })],
    strategy: Wave,
    params: { period: 5 },
    broker: simulated({ costs: [percentFee('0.001'), percentFee('0.0001', { kind: 'exchange' })] }),
    benchmark: 'XYZ',
    analyzers: { sharpeOver2: sharpe({ riskFreeRate: 0.02 }) },
    ...config,
  });
}

/** Rows of a CSV text, read by RFC 4180: an independent reader for the tests. */
export function readCsv(text: string): { readonly header: readonly string[]; readonly rows: readonly Readonly<Record<string, string>>[] } {
  const records: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') cell += text[++i]!;
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',' || character === '\n') {
      records[records.length - 1]!.push(cell);
      cell = '';
      if (character === '\n') records.push([]);
    } else cell += character;
  }
  records.pop();
  const [header = [], ...rows] = records;
  for (const row of rows)
    if (row.length !== header.length) throw new Error(`a row of ${row.length} cells under ${header.length} heads: ${row.join('|')}`);
  return { header, rows: rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at]!]))) };
}
