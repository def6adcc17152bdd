// A CSV file into the store, out of it into Parquet, and back: three times the same bars. Run it with
//
//     node examples/store-and-parquet.mjs
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { csv, openStore, parquet, store, writeParquet } from 'barstream/feeds';

const folder = mkdtempSync(path.join(tmpdir(), 'bars-'));
const [database, file] = [path.join(folder, 'bars.db'), path.join(folder, 'TLT.parquet')];
const show = (name, { length, columns: { close } }) => console.log(name, length, close[0], close[length - 1]);

const [given] = (await csv({ files: { TLT: new URL('data/TLT.csv', import.meta.url) }, basis: 'split' }).load()).series;
show('csv', given);

const bars = openStore(database);
console.log(bars.write({ key: { source: 'csv', symbol: 'TLT', interval: '1d', adjustment: 'split' }, series: given }));
bars.close();
const [kept] = (await store(database, { symbols: ['TLT'], basis: 'split' }).load()).series;
show('store', kept);

await writeParquet(file, kept);
const [read] = (await parquet({ files: { TLT: file }, basis: 'split' }).load()).series;
show('parquet', read);

const columns = ['time', 'open', 'high', 'low', 'close', 'volume'];
console.log(
  columns.every((name) => read.columns[name].every((value, row) => value === given.columns[name][row])) ? 'the same' : 'different',
);
rmSync(folder, { recursive: true });
