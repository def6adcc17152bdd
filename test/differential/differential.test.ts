import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, describe, expect, test } from '@jest/globals';

import { xnys } from '../../src/index.js';
import { referenceRun } from '../reference/broker.js';
import { scenarioOf } from '../reference/generator.js';
import type { ReferenceResult, Scenario } from '../reference/scenario.js';
import { root } from '../support/cli.js';
import { cases } from '../support/scale.js';
import { realRun } from './real.js';

const SCENARIOS = 10_000;
/** Scenarios of one test, so that a failure names a narrow range of seeds. */
const BATCH = 250;
const sessions = xnys.sessions('2024-01-08', '2024-01-30').map(({ open, close }) => ({ open, close }));

/** How often each thing has occurred. */
const seen = new Map<string, number>();
const count = (what: string, times = 1): void => void seen.set(what, (seen.get(what) ?? 0) + times);

function countScenario(scenario: Scenario, { fills, ends }: ReferenceResult): void {
  for (const command of scenario.commands.flat()) {
    if (command.kind === 'pair') count('class oco');
    else if (command.kind === 'submit') {
      const { type, life, takeProfit, stopLoss } = command.order;
      count(`type ${type}`);
      count(`life ${life}`);
      const legs = Number(takeProfit !== undefined) + Number(stopLoss !== undefined);
      count(`class ${legs === 2 ? 'bracket' : legs === 1 ? 'oto' : 'simple'}`);
    } else count(command.kind);
  }
  count(`policy ${scenario.policy}`);
  if (scenario.slippage > 0) count('with slippage');
  for (const { point } of fills) count(`fill ${point}`);
  for (const { kind } of scenario.actions) count(kind);
  const parts = new Map<string, number>();
  for (const { order } of fills) parts.set(order, (parts.get(order) ?? 0) + 1);
  count('order filled in parts', [...parts.values()].filter((times) => times > 1).length);
  for (const { status, reason } of Object.values(ends)) count(reason === '' ? status : `${status} ${reason}`);
}

describe('the broker agrees with a reference that was written from docs/execution.md alone', () => {
  const total = cases(SCENARIOS);
  const batches = Array.from({ length: Math.ceil(total / BATCH) }, (_, i) => [i * BATCH + 1, Math.min(total, (i + 1) * BATCH)] as const);

  test.each(batches)('scenarios %i to %i, fill by fill, end by end, to the last digit of cash', async (first, last) => {
    for (let seed = first; seed <= last; seed++) {
      const scenario = scenarioOf(seed, sessions);
      const expected = referenceRun(scenario);
      const { fills, ends, cash, positions } = await realRun(scenario);
      expect({ seed, fills, ends, cash, positions }).toEqual({ seed, ...expected });
      countScenario(scenario, expected);
    }
  });

  test('the scenarios hold enough of everything', () => {
    const least = 100 * (total / SCENARIOS);
    const wanted = [
      ...['market', 'limit', 'stop', 'stop-limit', 'trailing-stop'].map((type) => `type ${type}`),
      ...['day', 'gtc', 'gtd', 'ioc', 'fok', 'opg', 'cls'].map((life) => `life ${life}`),
      ...['simple', 'bracket', 'oto', 'oco'].map((name) => `class ${name}`),
      ...['pessimistic', 'optimistic', 'ohlc', 'olhc', 'nearest'].map((name) => `policy ${name}`),
      ...['open', 'path', 'close'].map((point) => `fill ${point}`),
      'split',
      'dividend',
      'with slippage',
      'cancel',
      'replace',
      'order filled in parts',
      'filled',
      ...['requested', 'replaced', 'not-filled-at-once', 'entry-not-filled', 'sibling-ended', 'shorting-not-allowed'].map(
        (why) => `canceled ${why}`,
      ),
      ...['session-ended', 'date-reached', 'auction-over', 'end-of-data'].map((why) => `expired ${why}`),
      ...['price-off-tick', 'expired-already', 'bracket-prices', 'quantity-below-lot', 'order-ended', 'nothing-left'].map(
        (why) => `rejected ${why}`,
      ),
      ...['shorting-not-allowed', 'insufficient-buying-power'].map((why) => `rejected ${why}`),
    ];
    expect(wanted.filter((what) => (seen.get(what) ?? 0) < least)).toEqual([]);
  });

  test('the reference imports nothing but itself', () => {
    const folder = path.join(root, 'test', 'reference');
    for (const name of readdirSync(folder)) {
      const imports = [...readFileSync(path.join(folder, name), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from!);
      expect([name, imports.filter((from) => !/^\.\/[a-z]+\.js$/.test(from))]).toEqual([name, []]);
    }
  });

  afterAll(() => {
    const lines = [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => `${what} ${times.toLocaleString('en-US')}`);
    console.log(`${total.toLocaleString('en-US')} scenarios: ${lines.join(', ')}`);
  });
});
