import { describe, expect, test } from '@jest/globals';

import type { AccountConfig, Execution, StatusEvent } from '../../src/index.js';
import { run, type RunSetup } from '../support/run.js';
import { at } from '../support/scripted.js';
import { daily, flat, type Row } from '../support/series.js';

function messageOf(execution: Execution | undefined): string {
  return execution !== undefined && 'message' in execution ? (execution.message ?? '') : '';
}

function on(rows: readonly Row[], account: AccountConfig, onSlice: RunSetup['onSlice'], first = '2024-01-08') {
  return run({ series: [daily('A', rows, first)], account, ...(onSlice && { onSlice }) });
}

describe('margin (Regulation T)', () => {
  test('half of the value buys: twice the equity, not a share more', async () => {
    const { story, executions } = await on(
      [flat(100), flat(100)],
      { margin: true },
      at({
        0: (s) => {
          s.buy('A', 2001);
          s.buy('A', 2000);
        },
      }),
    );
    expect(story).toEqual(['#1 rejected insufficient-buying-power', '#2 accepted', '#2 filled buy 2000 A @ 100 open']);
    expect(messageOf(executions[0])).toMatch(/100050\.00.*100000\.00/);
  });

  test('profits add to buying power: equity less half of what is held', async () => {
    // 1500 at 100, then 110: equity 115,000, half of 165,000 is tied up, 32,500 carry 590 shares at 110.
    const { result } = await on(
      [flat(100), flat(100), flat(110), flat(110)],
      { margin: true },
      at({
        0: (s) => s.buy('A', 1500),
        2: (s) => s.order({ symbol: 'A', side: 'buy', notional: 'max' }),
      }),
    );
    expect(result.fills.map((fill) => fill.lots)).toEqual([1500, 590]);
  });

  test('shorts need the same, and their proceeds do not help', async () => {
    const { story } = await on(
      [flat(100), flat(100), flat(100)],
      { margin: true },
      at({
        0: (s) => s.sell('A', 2000),
        1: (s) => s.sell('A', 1),
      }),
    );
    expect(story.slice(1)).toEqual(['#1 filled sell 2000 A @ 100 open', '#2 rejected insufficient-buying-power']);
  });

  test('the gap at the open is cut to what the margin carries', async () => {
    const { story } = await on([flat(100), flat(125)], { margin: true }, at({ 0: (s) => s.buy('A', 2000) }));
    expect(story.slice(1)).toEqual(['#1 reduced 2000 to 1600 insufficient-buying-power', '#1 filled buy 1600 A @ 125 open']);
  });

  test('a target of 150 % of equity', async () => {
    const { result } = await on([flat(100), flat(100)], { margin: true }, at({ 0: (s) => s.orderTargetPercent('A', 1.5) }));
    expect(result.positions[0]!.quantity).toBe(1500);
    expect(result.finalCash.toString()).toBe('-50000');
    expect(result.settings.account).toMatchObject({ shortSales: true, cashBuffer: 0, margin: { initial: 0.5, maintenance: 0.25 } });
  });

  const bars = [flat(100), flat(100), flat(67), flat(66), flat(65), flat(65)];

  test('a call closes the position at the next open', async () => {
    // 2000 shares, 100,000 borrowed. At 67 equity is 34,000 against 33,500; at 66 it is 32,000 against 33,000.
    const events: StatusEvent[] = [];
    const { story, result } = await run({
      series: [daily('A', bars)],
      account: { margin: true },
      onSlice: at({ 0: (s) => s.buy('A', 2000), 1: (s) => s.sell('A', 2000, { limit: 150 }) }),
      observe: (bus) => bus.status.on((event) => events.push(event)),
    });
    expect(story.slice(3)).toEqual(['#2 canceled margin-call', '#3 accepted', '#3 filled sell 2000 A @ 65 open']);
    expect(events.filter((event) => event.kind === 'margin-call')).toMatchObject([{ equity: 32_000, required: 33_000 }]);
    expect(result.orders[2]!.order).toMatchObject({ purpose: 'close', tag: 'margin-call' });
    expect(result.finalCash.toString()).toBe('30000');
  });

  test('or only warns', async () => {
    const { result } = await on(bars, { margin: { onCall: 'warn' } }, at({ 0: (s) => s.buy('A', 2000) }));
    expect(result.positions[0]!.quantity).toBe(2000);
    expect(result.warnings.join()).toContain('margin calls');
  });

  test('the largest position first, and no more than needed', async () => {
    // 1200 of A and 800 of B. At 66 and 66: equity 32,000 against 33,000; without A 13,200 are required.
    const { result } = await run({
      series: [daily('A', bars), daily('B', bars)],
      account: { margin: true },
      onSlice: at({
        0: (s) => {
          s.buy('B', 800);
          s.buy('A', 1200);
        },
      }),
    });
    expect(result.positions.map(({ symbol, quantity }) => [symbol, quantity])).toEqual([['B', 800]]);
  });

  test('a short that rises', async () => {
    // 1000 short at 100: 200,000 in cash. Equity 200,000 − 1000 p against 300 p: below from 153.85 on.
    const { story } = await on(
      [flat(100), flat(100), flat(153), flat(154), flat(155)],
      { margin: true },
      at({ 0: (s) => s.sell('A', 1000) }),
    );
    expect(story.slice(2)).toEqual(['#2 accepted', '#2 filled buy 1000 A @ 155 open']);
  });

  test('intraday margin must be made good by the close', async () => {
    // A quarter buys 4000 within the session; at the close half of 400,000 is not there.
    const { story } = await on([flat(100), flat(100), flat(100)], { margin: { intraday: 0.25 } }, at({ 0: (s) => s.buy('A', 4000) }));
    expect(story.slice(1)).toEqual(['#1 filled buy 4000 A @ 100 open', '#2 accepted', '#2 filled sell 4000 A @ 100 open']);
  });
});

describe('what nights cost', () => {
  // 100 shares at 100 and 3.6 % a year: 1 a night.
  const borrow = { rate: 0.036 };
  const nights = async (first: string, rows: number, cover: number): Promise<string | undefined> => {
    const { result } = await on(
      Array.from({ length: rows }, () => flat(100)),
      { shortSales: true, borrow },
      at({ 0: (s) => s.sell('A', 100), [cover]: (s) => s.close('A') }),
      first,
    );
    const paid = result.flows.get('borrow');
    const owed = result.pending.get('borrow');
    return (paid ?? owed)?.toString();
  };

  test('a short over a weekend pays three nights of borrow', async () => {
    // Sold on Friday 2024-01-05, bought back on Monday 2024-01-08.
    expect(await nights('2024-01-04', 3, 1)).toBe('-3');
  });
  test('over a weekend with a holiday four', async () => {
    // Friday 2024-01-12 to Tuesday 2024-01-16.
    expect(await nights('2024-01-11', 3, 1)).toBe('-4');
  });
  test('from one day to the next one', async () => {
    expect(await nights('2024-01-08', 3, 1)).toBe('-1');
  });
  test('bought back on the same day: nothing', async () => {
    const { result } = await run({
      series: [daily('A', [flat(100), [100, 101, 99, 100], flat(100)])],
      account: { shortSales: true, borrow },
      onSlice: at({ 0: (s) => s.sell('A', 100, { takeProfit: 99.5 }) }),
    });
    expect([result.flows.has('borrow'), result.pending.has('borrow')]).toEqual([false, false]);
  });

  test('it is owed until the first session of the next month, and part of equity', async () => {
    // Sold on Tuesday 2024-01-30: one night to the 31st, one to February, paid then; one more is owed.
    const { result } = await on(
      Array.from({ length: 5 }, () => flat(100)),
      { shortSales: true, borrow },
      at({ 0: (s) => s.sell('A', 100) }),
      '2024-01-29',
    );
    expect([...result.equity.equity]).toEqual([100_000, 100_000, 99_999, 99_998, 99_997]);
    expect([result.flows.get('borrow')!.toString(), result.pending.get('borrow')!.toString()]).toEqual(['-2', '-1']);
    expect(result.finalCash.toString()).toBe('109998');
    expect(result.strategies[0]!.income.toString()).toBe('-3');
  });

  test('rates by symbol and date, and what can be borrowed', async () => {
    const asked: string[] = [];
    const { story, executions, result } = await run({
      series: [daily('A', [flat(100), flat(100), flat(100), flat(100)])],
      account: {
        shortSales: true,
        borrow: {
          rate: (symbol, date) => {
            asked.push(`${symbol} ${date}`);
            return date === '2024-01-09' ? 0.036 : 0.36;
          },
          available: () => 100,
        },
      },
      onSlice: at({
        0: (s) => {
          s.sell('A', 101);
          s.sell('A', 60);
        },
        1: (s) => s.sell('A', 41),
      }),
    });
    expect(story).toEqual(['#1 rejected no-locate', '#2 accepted', '#2 filled sell 60 A @ 100 open', '#3 rejected no-locate']);
    expect(messageOf(executions[0])).toMatch(/101.*100/);
    expect(messageOf(executions[3])).toMatch(/41.*40/);
    expect(asked).toEqual(['A 2024-01-09', 'A 2024-01-10']);
    // 60 × 100 / 360 at 3.6 and then 36 %.
    expect(result.pending.get('borrow')!.toString()).toBe('-6.6');
  });

  test('interest on what is borrowed, and on what lies there', async () => {
    const terms: AccountConfig = { margin: true, interest: { debit: 0.072, credit: 0.036 } };
    // 10 a night for 100,000 in cash; then 20 a night for 100,000 of debt.
    const { result } = await on([flat(100), flat(100), flat(100)], terms, at({ 0: (s) => s.buy('A', 2000) }));
    expect([...result.equity.equity]).toEqual([100_000, 100_010, 99_990]);
    expect(result.pending.get('interest')!.toString()).toBe('-10');
  });

  test('the proceeds of shorts earn nothing', async () => {
    const terms: AccountConfig = { shortSales: true, interest: { credit: 0.036 } };
    const { result } = await on([flat(100), flat(100), flat(100)], terms, at({ 0: (s) => s.sell('A', 1000) }));
    expect(result.pending.get('interest')!.toString()).toBe('20');
  });
});

describe('settlement', () => {
  test('T+1: proceeds can be spent from the next session on', async () => {
    const { story } = await run({
      series: [
        daily('A', [flat(100), flat(100), flat(100), flat(100), flat(100)]),
        daily('B', [flat(50), flat(50), flat(50), flat(50), flat(50)]),
      ],
      account: { settlement: 1 },
      onSlice: at({
        0: (s) => s.buy('A', 1000),
        1: (s) => {
          s.close('A');
          s.buy('B', 2000);
        },
        2: (s) => s.buy('B', 2000),
      }),
    });
    expect(story.slice(2)).toEqual([
      '#2 accepted',
      '#3 accepted',
      '#2 filled sell 1000 A @ 100 open',
      '#3 canceled insufficient-buying-power',
      '#4 accepted',
      '#4 filled buy 2000 B @ 50 open',
    ]);
  });
  test('without it they pay for purchases of the same open', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100), flat(100)]), daily('B', [flat(50), flat(50), flat(50)])],
      onSlice: at({
        0: (s) => s.buy('A', 1000),
        1: (s) => {
          s.close('A');
          s.buy('B', 2000);
        },
      }),
    });
    expect(story.slice(4)).toEqual(['#2 filled sell 1000 A @ 100 open', '#3 filled buy 2000 B @ 50 open']);
  });
});

test.each<[AccountConfig, string]>([
  [{ margin: { initial: 0 } }, 'account/margin'],
  [{ margin: { maintenance: 0.6 } }, 'account/margin'],
  [{ margin: { intraday: 0.7 } }, 'account/margin'],
  [{ settlement: 1.5 }, 'account/settlement'],
  [{ borrow: { rate: -0.1 } }, 'account/rate'],
  [{ interest: { debit: 70 } }, 'account/rate'],
])('%j is refused', async (account, code) => {
  await expect(on([flat(100)], account, undefined)).rejects.toMatchObject({ name: 'ConfigError', code });
});
