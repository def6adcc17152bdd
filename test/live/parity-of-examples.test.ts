import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';

import { replayOf } from '../../cli/live/replay-of-config.js';
import { backtest, type BacktestConfig, type Execution, type OrderCommand } from '../../src/index.js';
import { runLive, type JournalStep } from '../../src/live/index.js';
import { decisionOf, outcomeOf } from '../../src/live/decision.js';

const examples = path.join(import.meta.dirname, '../../examples');
const scratch = mkdtempSync(path.join(tmpdir(), 'barstream-parity-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const files = readdirSync(examples).filter((file) => file.endsWith('.ts'));

/** Everything that strategies sent in a backtest, and what became of it. */
async function backtested(config: BacktestConfig): Promise<{ decisions: unknown[]; outcomes: unknown[]; equity: number }> {
  const commands: OrderCommand[] = [];
  const executions: Execution[] = [];
  const result = await backtest({
    ...config,
    observe: (bus) => {
      bus.orders.on((command) => commands.push(command));
      bus.executions.on((execution) => executions.push(execution));
    },
  } as BacktestConfig);
  const idOf = (id: number): string => result.orders[id - 1]!.order.clientOrderId;
  return {
    decisions: commands.map((command) => decisionOf(command, idOf)),
    outcomes: executions.map(outcomeOf),
    equity: result.finalEquity,
  };
}

/** Several strategies of an instance bear its name before their own. */
function unprefixed(events: readonly object[]): unknown[] {
  return JSON.parse(JSON.stringify(events).replaceAll('"parity.', '"')) as unknown[];
}

describe('a paper run over replayed bars makes the orders of the backtest, event for event', () => {
  test.each(files)('%s', async (file) => {
    const { default: config } = (await import(path.join(examples, file))) as { default: BacktestConfig };
    const expected = await backtested(config);
    expect(expected.decisions.length).toBeGreaterThan(0);

    const { config: replayed, feed, clock } = await replayOf(config);
    const steps: JournalStep[] = [];
    const strategies = config.strategies?.length ?? 1;
    const live = await runLive({
      config: replayed,
      feed,
      clock,
      broker: config.broker,
      folder: path.join(scratch, file),
      durability: 'relaxed',
      ...(strategies > 1 && { instance: 'parity' }),
      onStep: (step) => steps.push(step),
    });
    expect(live.end).toBe('ended');
    expect(unprefixed(steps.flatMap(({ decisions }) => decisions))).toEqual(expected.decisions);
    expect(unprefixed(steps.flatMap(({ outcomes }) => outcomes))).toEqual(expected.outcomes);
    expect(live.equity).toBe(expected.equity);
  });
});
