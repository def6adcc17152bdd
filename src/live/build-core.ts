import type { BrokerFactory } from '../broker/broker.js';
import { ConfigError } from '../core/errors.js';
import type { ExternalSeries } from '../core/external.js';
import { resolveAccount } from '../engine/account.js';
import type { BacktestConfig, PreparedData } from '../engine/config.js';
import { inDeclaredOrder } from '../engine/declared-order.js';
import { strategySetups } from '../engine/strategy-setup.js';
import type { SliceBar } from '../feed/live-feed.js';
import { GrowingTable } from './growing-table.js';
import type { JournalHistory, JournalMeta } from './journal.js';
import { LiveCore } from './live-core.js';

/** What cores are built from: the same for a run, its restoration and its audit. */
export interface CorePlan {
  readonly config: BacktestConfig;
  readonly meta: JournalMeta;
  readonly history: JournalHistory;
  readonly broker: BrokerFactory;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly warnings?: readonly string[];
}

/** Slices that are known beside the history when features and models are prepared. */
export type KnownSlices = Iterable<{ readonly time: number; readonly bars: readonly SliceBar[] }>;

/**
 * Prepares features and models on everything that is known, and returns what makes cores with them. `prepare` of the configuration is
 * called once, with the bars of the history and of `slices`.
 */
export async function coreBuilder(plan: CorePlan, slices: KnownSlices, signal?: AbortSignal): Promise<() => LiveCore> {
  const { config, meta, history } = plan;
  const prepared = config.prepare === undefined ? undefined : await prepare(plan, slices, signal);
  const extra = (prepared as PreparedData | undefined)?.series ?? [];
  return () => {
    const table = new GrowingTable(ordered(config, history), [...history.externals, ...extra]);
    const account = { ...resolveAccount({ ...config.account, cash: meta.cash }), currency: meta.currency };
    const core = new LiveCore({
      config: { ...config, broker: plan.broker },
      setups: strategySetups(config, table, plan.params, meta.instance),
      table,
      calendar: config.calendar ?? table.instruments[0]!.calendar,
      account,
      tradeAfter: meta.tradeAfter ?? -Infinity,
      prepared,
      actions: history.actions,
      warnings: plan.warnings ?? [],
      seed: meta.seed,
      clockStart: meta.clockStart,
    });
    core.start();
    return core;
  };
}

async function prepare({ config, meta, history }: CorePlan, slices: KnownSlices, signal: AbortSignal | undefined): Promise<unknown> {
  const externals: readonly ExternalSeries[] = history.externals;
  const known = new GrowingTable(ordered(config, history), externals);
  for (const { time, bars } of slices) known.append(time, bars);
  if (known.sliceCount === 0) {
    throw new ConfigError(`${config.name}: prepare() needs bars, and there are none before the start`, {
      code: 'live/prepare',
      context: { name: config.name },
      hint: 'let the run start later (from), or give it a longer history (live.warmupBars)',
    });
  }
  return config.prepare!(known, { until: known.lastTime, seed: meta.seed, signal });
}

function ordered(config: BacktestConfig, history: JournalHistory): JournalHistory['series'] {
  return inDeclaredOrder(
    history.series,
    (config.strategies ?? [config]).flatMap((entry) => entry.symbols ?? []),
  );
}
