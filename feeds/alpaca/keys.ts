import { ConfigError } from '../../src/core/errors.js';
import type { Environment } from './options.js';

/** @throws ConfigError where the environment has none. */
export function keysOf(env: Environment = process.env): { readonly keyId: string; readonly secret: string } {
  const keyId = env['APCA_API_KEY_ID'];
  const secret = env['APCA_API_SECRET_KEY'];
  if (keyId !== undefined && secret !== undefined && keyId !== '' && secret !== '') return { keyId, secret };
  throw new ConfigError('alpaca: there are no keys in the environment', {
    code: 'alpaca/keys',
    context: { source: 'alpaca' },
    hint: 'set APCA_API_KEY_ID and APCA_API_SECRET_KEY; the keys of a free paper account will do',
  });
}
