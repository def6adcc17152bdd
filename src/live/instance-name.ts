import { ConfigError } from '../core/errors.js';
import { CLIENT_ID_NAME_LENGTH } from '../core/order.js';
import type { BacktestConfig } from '../engine/config.js';

/**
 * The name of an instance: the one given, else the strategy's, else the configuration's.
 * @throws ConfigError for a name that cannot be part of an order's id, or of a path.
 */
export function instanceNameOf(config: BacktestConfig, given?: string): string {
  const name = given ?? config.strategy?.name ?? config.name;
  if (/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name) && name.length <= CLIENT_ID_NAME_LENGTH) return name;
  throw new ConfigError(`${JSON.stringify(name)} cannot name an instance`, {
    code: 'live/instance-name',
    context: { name },
    hint: `give a name of at most ${CLIENT_ID_NAME_LENGTH} letters, digits, - and _: every order carries it`,
  });
}
