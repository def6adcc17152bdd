// W1 as a user runs it: the command line, a file, a CSV file of 1,000,000 rows, the artefacts. Whole processes.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { folder } from './data.mjs';
import { dist, wholeProcess } from './measure.mjs';

const ARTEFACTS = ['manifest.json', 'metrics.json', 'equity.csv', 'orders.csv', 'fills.csv', 'trades.csv', 'tearsheet.html'];

/** `{ javascript, typescript, equity, fills }`: CPU seconds and peak memory of each repetition, and what the runs found. */
export async function cold({ repetitions }) {
  const project = mkdtempSync(path.join(tmpdir(), 'barstream-bench-'));
  try {
    installInto(project);
    const found = { javascript: [], typescript: [] };
    let outcome;
    for (let i = 0; i < repetitions; i++) {
      for (const [kind, file] of [
        ['javascript', 'w1.mjs'],
        ['typescript', 'w1.ts'],
      ]) {
        const { figures, ...usage } = await backtest(project, file);
        outcome = { equity: figures.finalEquity.value, fills: figures.fills.value };
        found[kind].push(usage);
      }
    }
    return { ...found, ...outcome };
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

/** A project as a user has it, with the package installed. */
function installInto(project) {
  mkdirSync(path.join(project, 'node_modules'));
  symlinkSync(path.dirname(dist), path.join(project, 'node_modules', 'barstream'), 'junction');
  writeFileSync(path.join(project, 'package.json'), '{ "type": "module", "private": true }\n');
  writeFileSync(path.join(project, 'w1.mjs'), configuration({ typescript: false }));
  writeFileSync(path.join(project, 'w1.ts'), configuration({ typescript: true }));
}

async function backtest(project, file) {
  const out = path.join(project, 'out');
  rmSync(out, { recursive: true, force: true });
  const main = path.join(dist, 'cli', 'main.js');
  const { seconds, megabytes } = await wholeProcess([main, 'backtest', file, '--out', out], { cwd: project });
  for (const name of ARTEFACTS) if (!existsSync(path.join(out, name))) throw new Error(`backtest wrote no ${name}`);
  const { figures } = JSON.parse(readFileSync(path.join(out, 'metrics.json'), 'utf8'));
  return { figures, seconds, megabytes };
}

function configuration({ typescript }) {
  const only = (text) => (typescript ? text : '');
  return `import { defineBacktest, sma, Strategy${only(', type Bar')} } from 'barstream';
import { percentFee, simulated } from 'barstream/brokers';
import { csv } from 'barstream/feeds';

class SmaCross extends Strategy${only('<{ fast: number; slow: number }>')} {
  fast = this.indicator(() => sma(this.params.fast));
  slow = this.indicator(() => sma(this.params.slow));
  wanted = 0;

  ${only('override ')}onBar(bar${only(': Bar')}) {
    const wanted = this.fast.of(bar).value - this.slow.of(bar).value > 1e-9 ? 10 : 0;
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    this.orderTargetQuantity(bar.symbol, wanted);
  }
}

export default defineBacktest({
  name: 'w1',
  feeds: [
    csv({
      files: { S: ${JSON.stringify(path.join(folder, 'w1.csv'))} },
      basis: 'raw',
      interval: '1m',
      time: { format: 'epoch-seconds', stamp: 'open' },
      instrument: { calendar: 'always-open', tick: '0.0001' },
    }),
  ],
  broker: simulated({ costs: [percentFee(0.001)], volumeLimit: false }),
  account: { cash: 1_000_000, cashBuffer: 0 },
  strategy: SmaCross,
  params: { fast: 10, slow: 30 },
});
`;
}
