import path from 'node:path';

import { afterAll } from '@jest/globals';

import { memory, store } from '../../../feeds/index.js';
import { feedContract } from '../../contract/feed-contract.js';
import { scratchFolder } from '../../support/cli.js';

const folder = scratchFolder();
afterAll(() => folder.remove());
let made = 0;

feedContract({
  name: 'store that fetches',
  make: ({ basis, interval, rows }) =>
    store(path.join(folder.dir, `${made++}.db`), {
      symbols: Object.keys(rows),
      basis,
      interval,
      source: 'test',
      from: '2023-11-20',
      to: '2024-01-03',
      fetch: ({ symbols: [symbol] }) =>
        memory({
          instrument: { symbol, basis },
          interval,
          bars: rows[symbol]!.map(({ at, ...prices }) =>
            interval === '1d' ? { ...prices, date: at } : { ...prices, time: Date.parse(at) },
          ),
        }),
    }),
});
