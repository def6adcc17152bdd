import { describe, expect, test } from '@jest/globals';

import { percentFee } from '../../brokers/index.js';
import { addQuanta, Instrument, Portfolio, quantaOf, quantaToText, type Execution } from '../../src/index.js';
import { Audit } from '../../src/engine/audit.js';
import { Ledger } from '../../src/portfolio/ledger.js';
import { fillOf } from '../support/fills.js';
import { run } from '../support/run.js';
import { at } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';
import { thrown } from '../support/thrown.js';

const bars = [flat(100), flat(100), flat(98.5), flat(98.5), flat(98.5)];
const dividend = { kind: 'dividend', symbol: 'A', exDate: '2024-01-10', payDate: '2024-01-12', amount: 1.5 } as const;

describe('an audited run', () => {
  test('keeps a journal of two sides', async () => {
    const { result } = await run({
      series: [daily('A', bars)],
      actions: [{ symbol: 'A', from: '2024-01-01', to: '2024-12-31', actions: [dividend] }],
      broker: { costs: [percentFee('0.001')] },
      audit: true,
      onSlice: at({ 0: (s) => s.buy('A', 10), 3: (s) => s.sell('A', 4) }),
    });
    expect(result.journal!.map(({ debit, credit, amount }) => `${debit} ${credit} ${quantaToText(amount)}`)).toEqual([
      'trade cash 1000',
      'commission cash 1',
      'owed:dividend income:dividend 15',
      'cash owed:dividend 15',
      'cash trade 394',
      'commission cash 0.394',
    ]);
  });

  test('other runs keep none', async () => {
    const { result } = await run({ series: [daily('A', bars)] });
    expect(result.journal).toBeUndefined();
  });

  test('money that no fill explains stops it, and the event is named', () => {
    const instrument = new Instrument({ symbol: 'A' });
    const portfolio = new Portfolio([instrument], ['s'], quantaOf(10_000));
    const audit = new Audit(portfolio);
    const fill = fillOf({
      instrument,
      side: 'buy',
      lots: 10,
      price: 100,
      value: 1000,
      costs: { commission: 1 },
      time: Date.UTC(2024, 0, 9),
    });
    const execution: Execution = { kind: 'filled', order: fill.order, time: fill.time, fill, remaining: 0, complete: true };
    portfolio.apply(fill);
    audit.onExecution(execution);
    portfolio.ledger.book('gift', 1);
    expect(thrown(() => audit.onExecution(execution))).toMatchObject({
      name: 'ReconciliationError',
      code: 'portfolio/profit-identity',
      message: expect.stringMatching(/filled of order \d+ \(buy A\) at 2024-01-09T00:00:00Z: 10 at 100, value 1000, costs 1/),
    });
    expect(thrown(() => audit.onSlice(fill.time))).toMatchObject({ message: expect.stringContaining('the slice of 2024-01-09T00:00:00Z') });
  });
});

describe('the ledger', () => {
  test('what is owed is part of the journal, and settles into cash', () => {
    const ledger = new Ledger(quantaOf(1000));
    ledger.keepJournal();
    ledger.accrue('borrow', quantaOf(-3));
    ledger.accrue('borrow', quantaOf(-2));
    ledger.settle('borrow', quantaOf(-3));
    ledger.book('trade', quantaOf(-100));
    ledger.verify();
    expect([...ledger.journal!.balances].map(([account, amount]) => `${account} ${quantaToText(amount)}`)).toEqual([
      'income:borrow 5',
      'owed:borrow -2',
      'cash -103',
      'trade 100',
    ]);
    expect(addQuanta(ledger.cash, ledger.pending.get('borrow')!)).toBe(quantaOf(895));
  });
});
