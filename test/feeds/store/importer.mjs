// node importer.mjs FILE FIRST: writes batch after batch of minutes, and says so after each. It is made to be killed.
import { openStore } from '../../../dist/feeds/index.js';
import { alwaysOpen, BarSeries, Instrument } from '../../../dist/src/index.js';

const [file, first] = process.argv.slice(2);
const BATCH = 2000;
const instrument = new Instrument({ symbol: 'AAA', calendar: alwaysOpen });
const store = openStore(file);
process.stdout.write('open\n');
for (let batch = Number(first); ; batch++) {
  const column = (of) => Float64Array.from({ length: BATCH }, (_, i) => of(batch * BATCH + i));
  const close = column((i) => 100 + (i % 977) / 100);
  const series = new BarSeries(instrument, '1m', {
    time: column((i) => 1_577_836_800_000 + (i + 1) * 60_000),
    open: close,
    high: close,
    low: close,
    close,
    volume: column((i) => i % 5000),
  });
  store.write({ key: { source: 'test', symbol: 'AAA', interval: '1m', adjustment: 'raw' }, series });
  process.stdout.write(`${batch}\n`);
}
