import { ConfigError } from '../core/errors.js';
import type { BacktestConfig } from '../engine/config.js';
import { parseParameter } from '../strategy/parameters.js';

/**
 * The values of `--set name=value`, as texts by name. The last one of a name counts.
 * @throws ConfigError for a text without a name or an equals sign.
 */
export function assignments(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf('=');
      if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1)];
      throw new ConfigError(`--set ${JSON.stringify(text)} is no assignment`, {
        code: 'cli/set',
        context: { set: text },
        hint: 'write --set name=value, once for each parameter',
      });
    }),
  );
}

/**
 * The same as values of the strategy's parameters.
 * @throws ConfigError for a name that the strategy lacks; the run itself checks kinds and ranges.
 */
export function parametersOf(config: BacktestConfig, texts: Readonly<Record<string, string>>): Record<string, unknown> {
  const { strategy } = config;
  // A run with several strategies says itself that their parameters cannot be set from outside.
  if (strategy === undefined) return { ...texts };
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, parseParameter(strategy.name, strategy.parameters, name, text)]),
  );
}
