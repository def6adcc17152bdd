import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { barstream, fixture, root, scratchFolder } from '../support/cli.js';

/** What a backtest of a JavaScript file on CSV files may load. The rest waits for those who use it. */
const NEEDED = ['cli-table3', 'commander', 'decimal.js', 'rxjs'];
/** What `cli-table3` loads. */
const OF_TABLES = ['emoji-regex', 'is-fullwidth-code-point', 'string-width', 'strip-ansi'];

test('a backtest loads few files, and no library that it does not use', async () => {
  const { dir, remove } = scratchFolder();
  try {
    const log = path.join(dir, 'loads.txt');
    const { code, stderr } = await barstream(['backtest', fixture('intraday.mjs'), '--out', path.join(dir, 'out')], {
      // The log's own hooks are of a kind that Node 26 warns of.
      env: {
        NODE_OPTIONS: `--disable-warning=DEP0205 --import ${pathToFileURL(path.join(root, 'test', 'tooling', 'log-loads.mjs')).href}`,
        BARSTREAM_LOADS: log,
      },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const loads = readFileSync(log, 'utf8').trimEnd().split('\n');
    const packages = loads.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
    expect([...new Set(packages)].sort()).toEqual([...NEEDED, ...OF_TABLES].sort());
    // All of RxJS is 220 files behind this one.
    expect(loads.filter((url) => url.endsWith('rxjs/dist/cjs/index.js'))).toEqual([]);
    // Nothing in CommonJS is imported, for which a lexer would be compiled: that is told by the hook, and again as a required module.
    expect(loads.filter((url, at) => url.startsWith('file:') && loads.indexOf(url) !== at)).toEqual([]);
    // Some ten; without bundling, more than five hundred.
    expect(loads.filter((url) => url.includes('/dist/') && !url.includes('/node_modules/')).length).toBeLessThan(20);
  } finally {
    remove();
  }
});
