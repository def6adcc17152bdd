import { simulated, type SimulatedBrokerOptions } from '../../brokers/index.js';
import {
  backtest,
  type ActionHistory,
  type AccountConfig,
  type BacktestConfig,
  type BacktestResult,
  type BarSeries,
  type Execution,
  type ExternalSeries,
  type AnyRiskRule,
} from '../../src/index.js';
import { brief } from './brief.js';
import { memoryFeed } from './feed.js';
import { scripted, type Hooks } from './scripted.js';

export interface RunSetup extends Hooks {
  readonly series: readonly BarSeries[];
  readonly externals?: readonly ExternalSeries[];
  readonly actions?: readonly ActionHistory[];
  /** Default: 100,000 dollars, no cash buffer, no short sales. */
  readonly account?: AccountConfig;
  /** Default: no costs, no volume limit. */
  readonly broker?: SimulatedBrokerOptions;
  readonly risk?: readonly AnyRiskRule[];
  readonly symbols?: readonly string[];
  readonly from?: string | number;
  readonly to?: string | number;
  readonly seed?: number;
  readonly audit?: boolean;
  readonly closeAtEnd?: boolean;
  readonly marketOrders?: BacktestConfig['marketOrders'];
  readonly observe?: BacktestConfig['observe'];
}

export interface Run {
  readonly result: BacktestResult;
  readonly executions: readonly Execution[];
  /** The executions, one line each. */
  readonly story: readonly string[];
}

/** Runs a strategy of plain functions over literal bars. */
export async function run(setup: RunSetup): Promise<Run> {
  const { series, externals, actions, account, broker, risk, symbols, from, to, seed, audit, closeAtEnd, marketOrders, observe, ...hooks } =
    setup;
  const executions: Execution[] = [];
  const result = await backtest({
    name: 'test',
    feeds: [memoryFeed(series, externals, actions)],
    strategy: scripted(hooks),
    broker: simulated({ volumeLimit: false, ...broker }),
    account: { cashBuffer: 0, ...account },
    ...(risk && { risk }),
    ...(symbols && { symbols }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(seed !== undefined && { seed }),
    ...(audit !== undefined && { audit }),
    ...(closeAtEnd !== undefined && { closeAtEnd }),
    ...(marketOrders !== undefined && { marketOrders }),
    observe: (bus) => {
      bus.executions.on((execution) => executions.push(execution));
      observe?.(bus);
    },
  });
  return { result, executions, story: executions.map(brief) };
}
