import { ConfigError } from '../core/errors.js';
import type { BarTable } from '../core/table.js';
import type { Strategy } from '../strategy/strategy.js';
import { CLIENT_ID_NAME_LENGTH } from '../core/order.js';
import type { BacktestConfig, StrategyEntry } from './config.js';

/** One strategy of a run, ready to be made. */
export interface StrategySetup {
  readonly name: string;
  readonly symbols: readonly string[];
  readonly allocation: number;
  readonly make: () => Strategy;
}

/**
 * The strategies of a run. Those of an `instance` carry its name, and so do their orders.
 * @throws ConfigError for a missing or doubled strategy, unknown symbols, allocations that are no parts of the whole.
 */
export function strategySetups(
  config: BacktestConfig,
  table: BarTable,
  params: Readonly<Record<string, unknown>> = {},
  instance?: string,
): StrategySetup[] {
  const entries: readonly StrategyEntry[] = config.strategies ?? [config as StrategyEntry];
  if (entries.length === 0 || entries.some((entry) => typeof entry.strategy !== 'function')) {
    throw new ConfigError(`${config.name}: there is no strategy to run`, {
      code: 'config/strategy',
      hint: 'set strategy to a class that extends Strategy',
    });
  }
  if (Object.keys(params).length > 0 && entries.length > 1) {
    throw new ConfigError('parameters cannot be set from outside in a run with several strategies', {
      code: 'config/params',
      context: { params },
      hint: 'set the params of each strategy in the configuration',
    });
  }
  const names = new Set<string>();
  return entries.map((entry) => {
    const StrategyOf = entry.strategy;
    const own = (config.strategies ? entry.name : undefined) ?? (StrategyOf.name || 'strategy');
    const name = instance === undefined ? own : entries.length === 1 ? instance : `${instance}.${own}`;
    // Orders carry the first 24 characters to the venue, and no two orders may look the same there.
    const prefix = name.slice(0, CLIENT_ID_NAME_LENGTH);
    if (names.has(prefix)) {
      throw new ConfigError(`two strategies are named ${JSON.stringify(prefix)} (the first ${CLIENT_ID_NAME_LENGTH} characters count)`, {
        code: 'config/strategy-name',
        context: { name },
        hint: 'give each strategy a name of its own',
      });
    }
    names.add(prefix);
    const symbols = entry.symbols ?? table.instruments.map((instrument) => instrument.symbol);
    for (const symbol of symbols) table.indexOf(symbol);
    if (symbols.length === 0)
      throw new ConfigError(`${name} trades no symbol`, { code: 'config/symbols', context: { name }, hint: 'name at least one symbol' });
    const allocation = entry.allocation ?? 1 / entries.length;
    if (!(allocation > 0 && Number.isFinite(allocation))) {
      throw new ConfigError(`${name}: allocation must be above 0, not ${allocation}`, {
        code: 'config/allocation',
        context: { name, allocation },
        hint: 'give the part of equity it sizes with: 1 is all',
      });
    }
    const all = { ...entry.params, ...params };
    return { name, symbols, allocation, make: () => new StrategyOf(all) };
  });
}
