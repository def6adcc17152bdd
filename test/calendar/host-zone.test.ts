import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const SCRIPT = `
  import { alwaysOpen, xnys } from './src/calendar/index.ts';
  const hours = (session) => [session.open, session.close, session.dayEnd].map((time) => new Date(time).toISOString());
  const zone = new Date(Date.UTC(2024, 6, 1)).getTimezoneOffset();
  const dates = ['1999-12-31', '2024-01-02', '2024-07-03'];
  let sum = 0;
  for (const session of xnys.sessions('1990-01-01', '2035-12-31')) sum = (sum * 31 + session.open / 6e4 + session.close / 6e4) % 1e12;
  console.log(JSON.stringify({ zone, sum, xnys: dates.map((date) => hours(xnys.session(date))), open: hours(alwaysOpen.session('2024-07-03')) }));
`;

interface Output {
  readonly zone: number;
  readonly sum: number;
  readonly xnys: unknown;
  readonly open: unknown;
}

function runIn(zone: string): Output {
  const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', SCRIPT], {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '', TZ: zone },
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Output;
}

test('sessions do not depend on the zone of the machine', () => {
  const outputs = ['UTC', 'Asia/Kolkata', 'America/New_York'].map(runIn);
  expect(outputs.map((output) => output.zone)).toEqual([0, -330, 240]);
  for (const output of outputs) {
    expect(output.sum).toBe(outputs[0]?.sum);
    expect(output.xnys).toEqual([
      ['1999-12-31T14:30:00.000Z', '1999-12-31T18:00:00.000Z', '2000-01-01T05:00:00.000Z'],
      ['2024-01-02T14:30:00.000Z', '2024-01-02T21:00:00.000Z', '2024-01-03T05:00:00.000Z'],
      ['2024-07-03T13:30:00.000Z', '2024-07-03T17:00:00.000Z', '2024-07-04T04:00:00.000Z'],
    ]);
    expect(output.open).toEqual(['2024-07-03T00:00:00.000Z', '2024-07-04T00:00:00.000Z', '2024-07-04T00:00:00.000Z']);
  }
}, 30_000);
