import path from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { openStore, store } from '../../../feeds/index.js';
import type { ActionHistory, CorporateAction } from '../../../src/index.js';
import { scratchFolder } from '../../support/cli.js';
import { memoryFeed } from '../../support/feed.js';
import { thrown } from '../../support/thrown.js';
import { sessions } from './bars.js';

let folder: ReturnType<typeof scratchFolder>;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());

const split: CorporateAction = { kind: 'split', symbol: 'AAA', exDate: '2014-06-09', numerator: 7, denominator: 1 };
const dividend = (exDate: string, amount: number): CorporateAction => ({ kind: 'dividend', symbol: 'AAA', exDate, amount });
const history = (from: string, to: string, ...actions: CorporateAction[]): ActionHistory => ({ symbol: 'AAA', from, to, actions });

test('actions of every kind are kept as they are', () => {
  const bars = openStore(path.join(folder.dir, 'kinds.db'));
  const all: CorporateAction[] = [
    { kind: 'dividend', symbol: 'AAA', exDate: '2013-05-09', payDate: '2013-05-16', amount: 3.05 },
    split,
    // Two dividends on one date: a regular and a special one.
    dividend('2014-08-07', 0.47),
    dividend('2014-08-07', 0.47),
    { kind: 'symbol-change', symbol: 'AAA', exDate: '2015-01-02', newSymbol: 'BBB' },
    { kind: 'delisting', symbol: 'AAA', exDate: '2016-01-04', price: 0 },
    { kind: 'delisting', symbol: 'AAA', exDate: '2017-01-03' },
  ];
  bars.writeActions('test', history('2013-01-01', '2017-12-31', ...all));
  expect(bars.actions('test', 'AAA')).toEqual([history('2013-01-01', '2017-12-31', ...all)]);
  expect(bars.actions('other', 'AAA')).toEqual([]);
  expect(bars.actions('test', 'BBB')).toEqual([]);
  bars.close();
});

test('no action in a known range is not the same as knowing nothing', () => {
  const bars = openStore(path.join(folder.dir, 'none.db'));
  bars.writeActions('test', history('2020-01-01', '2020-12-31'));
  expect(bars.actions('test', 'AAA')).toEqual([history('2020-01-01', '2020-12-31')]);
  bars.close();
});

test('ranges that touch become one, the newer knowledge of a date wins, and gaps stay gaps', () => {
  const bars = openStore(path.join(folder.dir, 'ranges.db'));
  bars.writeActions('test', history('2014-01-01', '2014-06-30', dividend('2014-02-06', 3), split));
  bars.writeActions('test', history('2014-07-01', '2014-12-31', dividend('2014-08-07', 0.47)));
  bars.writeActions('test', history('2014-01-01', '2014-03-31', dividend('2014-02-06', 3.05)));
  bars.writeActions('test', history('2016-01-01', '2016-12-31'));
  expect(bars.actions('test', 'AAA')).toEqual([
    history('2014-01-01', '2014-12-31', dividend('2014-02-06', 3.05), split, dividend('2014-08-07', 0.47)),
    history('2016-01-01', '2016-12-31'),
  ]);
  expect(thrown(() => bars.writeActions('test', history('2014-01-01', '2014-12-31', { ...split, numerator: -7 })))).toMatchObject({
    code: 'action/split',
  });
  expect(bars.actions('test', 'AAA')[0]!.actions).toHaveLength(3);
  bars.close();
});

test('a feed passes on what it fetched, and nothing where only a part is known', async () => {
  const file = path.join(folder.dir, 'feed.db');
  const fed = (basis: 'raw' | 'total-return', from: string, to = '2024-01-12'): Promise<unknown> =>
    store(file, {
      symbols: ['AAA'],
      basis,
      source: 'test',
      from,
      to,
      fetch: () => ({
        ...memoryFeed([sessions({ symbol: 'AAA', basis }, [10, 11, 12, 13, 14])]),
        basis,
        load: async () => ({
          series: [sessions({ symbol: 'AAA', basis }, [10, 11, 12, 13, 14])],
          ...(basis === 'raw' && { actions: [history('2024-01-08', to, dividend('2024-01-10', 0.5))] }),
        }),
      }),
    })
      .load()
      .then(({ actions }) => actions);
  expect(await fed('raw', '2024-01-08')).toEqual([history('2024-01-08', '2024-01-12', dividend('2024-01-10', 0.5))]);
  // Nothing happens again to prices that hold it already.
  expect(await fed('total-return', '2024-01-08')).toBeUndefined();
  const bars = openStore(file);
  bars.write({
    key: { source: 'test', symbol: 'AAA', interval: '1d', adjustment: 'raw' },
    series: sessions({ symbol: 'AAA' }, [8, 9], '2024-01-04'),
  });
  bars.close();
  const all = await store(file, { symbols: ['AAA'], basis: 'raw' }).load();
  expect([all.series[0]!.length, all.actions]).toEqual([7, undefined]);
});
