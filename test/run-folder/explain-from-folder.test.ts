import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { percentFee, simulated } from '../../brokers/index.js';
import {
  backtest,
  explainTrade,
  maxPosition,
  sma,
  Strategy,
  writeArtefacts,
  type BacktestResult,
  type Bar,
  type Execution,
} from '../../src/index.js';
import { sha256 } from '../../src/report/json.js';
import { explainFromFolder, RunFolder } from '../../src/run-folder/index.js';
import { memoryFeed } from '../support/feed.js';
import { run as runScripted } from '../support/run.js';
import { at } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';

const folders: string[] = [];
afterAll(() => folders.forEach((dir) => rmSync(dir, { recursive: true, force: true })));

async function written(result: BacktestResult): Promise<string> {
  const dir = mkdtempSync(path.join(tmpdir(), 'barstream-explain-'));
  folders.push(dir);
  await writeArtefacts(dir, result);
  return dir;
}

/** Everything that the result in memory tells of its trades is told by its folder too. */
async function expectAllTold(result: BacktestResult, trades: number): Promise<void> {
  const dir = await written(result);
  expect(result.trades).toHaveLength(trades);
  for (const trade of result.trades)
    expect(explainFromFolder(new RunFolder(dir), trade.id)).toStrictEqual(JSON.parse(JSON.stringify(explainTrade(result, trade))));
}

/** Texts that a CSV cell must quote, figures of every kind, an order from a fill handler. */
class Wordy extends Strategy {
  average = this.indicator(() => sma(2));

  override onBar(bar: Bar): void {
    if (bar.close !== 110) return;
    const signals = { ratio: 1 / 3, none: Number.NaN, up: true, name: 'a "b", c' };
    this.buy(bar.symbol, 200, { tag: 'break, "out"', because: 'it closed at 110;\nat last', signals });
  }

  override onExecution(execution: Execution): void {
    if (execution.kind === 'filled' && execution.order.side === 'buy')
      this.sell(execution.order.symbol, execution.fill.quantity, { stop: 108 });
  }
}

function wordy(provenance: boolean): Promise<BacktestResult> {
  const bars = daily('A', [flat(100), flat(104), [106, 111, 105, 110], [112, 115, 111, 114], [105, 107, 103, 104, 5_000]]);
  const vix = { name: 'vix', knownAt: Float64Array.of(Date.UTC(2024, 0, 10, 20)), values: Float64Array.of(13.5) };
  return backtest(
    {
      name: 'wordy',
      feeds: [memoryFeed([bars], [vix])],
      strategy: Wordy,
      account: { cash: 20_000, cashBuffer: 0 },
      risk: [maxPosition(0.5)],
      broker: simulated({ costs: [percentFee('0.001'), percentFee('0.0005', { kind: 'exchange' })], volumeLimit: false }),
    },
    { provenance },
  );
}

describe('a folder explains trades as the result does', () => {
  test('with words, signals, cuts, costs by kind and inputs', async () => expectAllTold(await wordy(true), 1));

  test('without provenance', async () => expectAllTold(await wordy(false), 1));

  test('bracket: legs, the policy that decided', async () => {
    const { result } = await runScripted({
      series: [daily('A', [flat(100), [100, 106, 94, 101]])],
      onSlice: at({ 0: (s) => s.buy('A', 10, { takeProfit: 105, stopLoss: 95, tag: 'bracket' }) }),
    });
    await expectAllTold(result, 1);
  });

  test('limit, trailing stop, market on close, an amount of money', async () => {
    const { result } = await runScripted({
      series: [daily('A', [flat(100), [98, 101, 97, 100], [108, 110, 106, 109], [103, 104, 102, 103], flat(103), [103, 105, 103, 104]])],
      onSlice: at({
        0: (s) => s.buy('A', 10, { limit: 99 }),
        1: (s) => s.sell('A', 10, { trailAmount: 5 }),
        3: (s) => s.buy('A', 10, { timeInForce: 'cls' }),
        4: (s) => s.close('A'),
      }),
    });
    await expectAllTold(result, 2);
  });

  test('an order that is filled in pieces', async () => {
    const { result } = await runScripted({
      series: [
        daily(
          'A',
          Array.from({ length: 8 }, (_, i) => [100 + i, 101 + i, 99 + i, 100 + i, 100] as const),
        ),
      ],
      broker: { volumeLimit: 0.1, costs: [percentFee('0.001')] },
      onSlice: at({ 0: (s) => s.buy('A', 25), 4: (s) => s.close('A') }),
    });
    expect(result.fills.length).toBeGreaterThan(3);
    await expectAllTold(result, result.trades.length);
  });
});

describe('files that do not fit', () => {
  /** The folder with another provenance.jsonl, as if the run had written it. */
  async function withLines(change: (lines: string[]) => string[]): Promise<RunFolder> {
    const dir = await written(await wordy(true));
    const [file, manifest] = [path.join(dir, 'provenance.jsonl'), path.join(dir, 'manifest.json')];
    const text = change(readFileSync(file, 'utf8').split('\n')).join('\n');
    writeFileSync(file, text);
    const known = JSON.parse(readFileSync(manifest, 'utf8')) as { artefacts: Record<string, string> };
    known.artefacts['provenance.jsonl'] = sha256(text);
    writeFileSync(manifest, JSON.stringify(known));
    return new RunFolder(dir);
  }

  test.each([
    ['an older layout', (lines: string[]) => lines.slice(1), /line 1 is not in the layout/],
    ['lines out of order', ([header, one, two]: string[]) => [header!, two!, one!], /line 2 does not tell of order 1/],
    ['a line missing', ([header, one]: string[]) => [header!, one!], /line 3 does not tell of order 2/],
  ])('%s', async (_, change, message) => {
    const run = await withLines(change);
    expect(() => explainFromFolder(run, 1)).toThrow(message);
  });
});
