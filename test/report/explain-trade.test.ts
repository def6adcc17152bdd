import { beforeAll, describe, expect, test } from '@jest/globals';
import { percentFee, simulated } from '../../brokers/index.js';
import {
  backtest,
  donchian,
  explainTrade,
  explanationText,
  maxPosition,
  sma,
  Strategy,
  type BacktestResult,
  type Bar,
  type Execution,
  type Signals,
  type TradeExplanation,
} from '../../src/index.js';
import { provenanceBlocks } from '../../src/report/provenance-jsonl.js';
import { joinedText } from '../../src/report/text-writer.js';
import { memoryFeed } from '../support/feed.js';
import { run as runScripted } from '../support/run.js';
import { at } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';

/** Buys 200 at the close of the third bar and protects the fill with a stop. */
class Protected extends Strategy {
  average = this.indicator(() => sma(2));
  pair = { slow: this.indicator(() => sma(3)) };
  channel = this.indicator(() => donchian(2));
  readonly #hidden = this.indicator(() => sma(1));
  readonly facts: { close: number } = { close: 0 };

  override onBar(bar: Bar): void {
    this.facts.close = this.#hidden.of(bar).value;
    if (bar.close === 110) this.buy(bar.symbol, 200, { tag: 'breakout', because: 'it closed at 110', signals: this.facts as Signals });
  }

  override onExecution(execution: Execution): void {
    if (execution.kind !== 'filled' || execution.order.side !== 'buy') return;
    const { symbol, quantity } = execution.fill;
    this.sell(symbol, quantity, { stop: 108, tag: 'protect' });
    this.facts.close = -1;
  }
}

// Sessions of 8 to 12 January 2024, 14:30 to 21:00 UTC.
const bars = daily('A', [flat(100), flat(104), [106, 111, 105, 110], [112, 115, 111, 114], [105, 107, 103, 104, 5_000]]);
const vix = { name: 'vix', knownAt: Float64Array.of(Date.UTC(2024, 0, 10, 20)), values: Float64Array.of(13.5) };

function run(provenance: boolean): Promise<BacktestResult> {
  return backtest(
    {
      name: 'protected',
      feeds: [memoryFeed([bars], [vix])],
      strategy: Protected,
      account: { cash: 20_000, cashBuffer: 0 },
      risk: [maxPosition(0.5)],
      broker: simulated({ costs: [percentFee('0.001'), percentFee('0.0005', { kind: 'exchange' })], volumeLimit: false }),
    },
    { provenance },
  );
}

describe('a trade worked out by hand', () => {
  let result: BacktestResult;
  let explanation: TradeExplanation;
  beforeAll(async () => {
    result = await run(true);
    explanation = explainTrade(result, result.trades[0]!);
  });

  test('the trade: 90 units from 112 to 105, 0.15 % costs on 10,080 and 9,450', () => {
    expect(result.trades).toHaveLength(1);
    expect(explanation.trade).toMatchObject({
      side: 'long',
      quantity: '90',
      entryPrice: 112,
      exitPrice: 105,
      grossProfit: '-630',
      // 10.08 + 5.04 + 9.45 + 4.725
      costs: '29.295',
      netProfit: '-659.295',
    });
  });

  test('what was known at the entry: averages of the closes 100, 104, 110', () => {
    const { decision } = explanation.entry.order;
    expect(decision).toEqual({
      time: '2024-01-10T21:00:00Z',
      hook: 'onBar',
      tag: 'breakout',
      because: 'it closed at 110',
      signals: { close: 110 },
      bar: {
        openTime: '2024-01-10T14:30:00Z',
        time: '2024-01-10T21:00:00Z',
        open: 106,
        high: 111,
        low: 105,
        close: 110,
        volume: 1_000_000,
      },
      indicators: {
        average: { value: 107, previous: 102 },
        'pair.slow': { value: (100 + 104 + 110) / 3, previous: null },
        // Highest high and lowest low of [104, 104] and [111, 105], the middle, and a bar before of [100, 100] and [104, 104].
        'channel.upper': { value: 111, previous: 104 },
        'channel.lower': { value: 104, previous: 100 },
        'channel.middle': { value: 107.5, previous: 102 },
        'indicator 4': { value: 110, previous: 104 },
      },
      inputs: { vix: { value: 13.5, knownAt: '2024-01-10T20:00:00Z' } },
    });
  });

  test('the risk rule: half of 20,000 buys 90 at 110', () => {
    expect(explanation.entry.order.quantity).toBe('200');
    expect(explanation.entry.order.changes).toEqual([
      {
        time: '2024-01-10T21:00:00Z',
        from: '200',
        to: '90',
        reason: 'risk',
        message: 'maxPosition(0.5): 200 lots would exceed 90, 0.5 of equity at 110',
      },
    ]);
  });

  test('the entry fills at the open, with its costs by kind', () => {
    expect(explanation.entry.fill).toMatchObject({
      time: '2024-01-11T14:30:00Z',
      quantity: '90',
      price: 112,
      value: '10080',
      cost: '15.12',
      costs: { commission: '10.08', exchange: '5.04' },
      branch: 'open',
      bar: { time: '2024-01-11T21:00:00Z', open: 112, high: 115, low: 111, close: 114 },
    });
  });

  test('the stop, sent on the fill before its bar was known, was gapped through', () => {
    const { order, fill } = explanation.exit;
    expect(order).toMatchObject({ type: 'stop', stop: 108, afterFill: 1, status: 'filled' });
    expect(order.decision).toMatchObject({
      time: '2024-01-11T14:30:00Z',
      hook: 'onExecution',
      tag: 'protect',
      bar: { close: 110 },
      indicators: { average: { value: 107, previous: 102 } },
    });
    expect(fill).toMatchObject({
      price: 105,
      branch: 'gap',
      cost: '14.175',
      costs: { commission: '9.45', exchange: '4.725' },
      bar: { open: 105, high: 107, low: 103, close: 104, volume: 5_000 },
    });
  });

  test('the text says all of it', () => {
    const text = explanationText(explanation);
    for (const line of [
      'Trade 1: long 90 A (Protected)',
      'profit     -630 before costs, 29.295 costs, -659.295 net',
      'Entry: buy 200 A (market order 1, gtc)',
      'decided    2024-01-10T21:00:00Z in onBar',
      'signal     close = 110',
      'indicator  average = 107, before 102',
      'cut        from 200 to 90 at 2024-01-10T21:00:00Z, risk: maxPosition(0.5): 200 lots would exceed 90',
      'Exit: sell 90 A (stop order 2, stop 108, gtc)',
      'decided    2024-01-11T14:30:00Z in onExecution, on fill 1',
      'rule       gap: the bar opened beyond its stop 108',
      'cost       14.175: commission 9.45, exchange 4.725',
    ])
      expect(text).toContain(line);
  });
});

test('without provenance the record alone is told', async () => {
  const result = await run(false);
  const { entry } = explainTrade(result, result.trades[0]!);
  expect(result.decisions).toBeUndefined();
  expect(entry.order.decision).toMatchObject({ tag: 'breakout', because: 'it closed at 110' });
  expect(entry.order.decision).not.toHaveProperty('indicators');
  expect(entry.order.decision).not.toHaveProperty('bar');
  expect(entry.order.changes).toHaveLength(1);
  expect(entry.fill.bar).toMatchObject({ open: 112 });
});

test('keeping it changes nothing else, and the lines are bounded', async () => {
  const [kept, plain] = [await run(true), await run(false)];
  expect(kept.finalCash).toEqual(plain.finalCash);
  const lines = (limit?: number): unknown[] =>
    joinedText(provenanceBlocks(kept, limit))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  expect(lines()).toHaveLength(3);
  expect(lines()[0]).toMatchObject({ format: 2, orders: 2, written: 2 });
  expect(lines(1)).toEqual([{ ...(lines()[0] as object), written: 1 }, lines()[1]]);
});

test('a line of the file, by hand: names in the header, figures in their order', async () => {
  const [header, entry] = joinedText(provenanceBlocks(await run(true)))
    .split('\n', 2)
    .map((line) => JSON.parse(line) as unknown);
  expect(header).toEqual({
    format: 2,
    orders: 2,
    written: 2,
    indicators: { Protected: ['average', 'pair.slow', 'channel.middle', 'channel.upper', 'channel.lower', 'indicator 4'] },
  });
  const session = (day: number): [number, number] => [Date.UTC(2024, 0, day, 14, 30), Date.UTC(2024, 0, day, 21)];
  expect(entry).toEqual([
    1,
    'onBar',
    [...session(10), 106, 111, 105, 110, 1_000_000],
    [107, 102, (100 + 104 + 110) / 3, null, 107.5, 102, 111, 104, 104, 100, 110, 104],
    [[1, 'open', [...session(11), 112, 115, 111, 114, 1_000_000]]],
    {
      because: 'it closed at 110',
      signals: { close: 110 },
      inputs: { vix: { value: 13.5, knownAt: '2024-01-10T20:00:00Z' } },
      changes: [
        {
          time: '2024-01-10T21:00:00Z',
          from: '200',
          to: '90',
          reason: 'risk',
          message: 'maxPosition(0.5): 200 lots would exceed 90, 0.5 of equity at 110',
        },
      ],
    },
  ]);
});

test('a bracket whose bar reached both legs: the policy decided, and its name is told', async () => {
  const { result } = await runScripted({
    series: [daily('A', [flat(100), [100, 106, 94, 101]])],
    onSlice: at({ 0: (s) => s.buy('A', 10, { takeProfit: 105, stopLoss: 95, tag: 'bracket' }) }),
  });
  const explanation = explainTrade(result, result.trades[0]!);
  const { order, fill } = explanation.exit;
  expect(order).toMatchObject({ id: 3, type: 'stop', stop: 95, parent: 1, sibling: 2, decision: { tag: 'bracket' } });
  expect(fill).toMatchObject({ price: 95, branch: 'path-dependent', policy: 'pessimistic', bar: { low: 94, high: 106 } });
  const text = explanationText(explanation);
  expect(text).toContain('Exit: sell 10 A (stop order 3, stop 95, gtc, leg of order 1, paired with order 2)');
  expect(text).toContain(
    'rule      path-dependent: the bar reached its stop 95, and the path policy (pessimistic) decided what came first',
  );
});

test('a limit at a better open, a trailing stop, a market-on-close order', async () => {
  const { result } = await runScripted({
    series: [daily('A', [flat(100), [98, 101, 97, 100], [108, 110, 106, 109], [103, 104, 102, 103], flat(103), [103, 105, 103, 104]])],
    onSlice: at({
      0: (s) => s.buy('A', 10, { limit: 99 }),
      1: (s) => s.sell('A', 10, { trailAmount: 5 }),
      3: (s) => s.buy('A', 10, { timeInForce: 'cls' }),
      4: (s) => s.close('A'),
    }),
  });
  const [first, second] = result.trades.map((trade) => explainTrade(result, trade));
  // 98 is better than 99; the trailing stop of 110 - 5 = 105 was passed by the open of 103; closes at 103, opens at 103.
  expect([first!.entry.fill.price, first!.entry.fill.branch]).toEqual([98, 'gap']);
  expect([first!.exit.fill.price, first!.exit.fill.branch, first!.exit.order.trail]).toEqual([103, 'gap', { amount: 5 }]);
  expect([second!.entry.fill.branch, second!.exit.fill.branch]).toEqual(['close', 'open']);
  expect(explanationText(first!)).toContain('gap: the bar opened at a better price than its limit 99');
  expect(explanationText(first!)).toContain('gap: the bar opened beyond its trailing stop');
});
