import { ConfigError } from '../../src/core/errors.js';

/** Where settings and keys are read. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Which money an address trades: the paper account, the real one, or a server that is not Alpaca's. */
export type EndpointKind = 'paper' | 'live' | 'other';

export interface Endpoints {
  readonly kind: EndpointKind;
  /** Origin of the trading API, without a slash at its end. */
  readonly trading: string;
  /** Address of the order stream. */
  readonly stream: string;
}

export interface Keys {
  readonly keyId: string;
  readonly secret: string;
}

const PAPER = 'https://paper-api.alpaca.markets';
const LIVE = 'https://api.alpaca.markets';

/**
 * The addresses to use: paper unless `live` is true, or what `APCA_API_BASE_URL` and `APCA_API_STREAM_URL` say.
 * @throws ConfigError for an address that is none, one that would send the keys unencrypted, and one of Alpaca's that trades real
 *   money although nobody said so.
 */
export function endpointsOf(env: Environment, live: boolean): Endpoints {
  const trading = addressOf('APCA_API_BASE_URL', env['APCA_API_BASE_URL'] || (live ? LIVE : PAPER), ['http:', 'https:']);
  // The version belongs to the paths.
  const origin = `${trading.origin}${trading.pathname.replace(/\/(v2\/?)?$/, '')}`;
  const stream = addressOf('APCA_API_STREAM_URL', env['APCA_API_STREAM_URL'] || `${origin.replace(/^http/, 'ws')}/stream`, ['ws:', 'wss:']);
  const kinds = [kindOf(trading.hostname), kindOf(stream.hostname)] as const;
  if (kinds[0] !== kinds[1]) {
    throw new ConfigError(`alpaca: ${origin} and ${stream.href} are not of one account: ${kinds[0]} and ${kinds[1]}`, {
      code: 'alpaca/endpoints',
      context: { trading: origin, stream: stream.href },
      hint: 'set APCA_API_BASE_URL and APCA_API_STREAM_URL to the same host, or neither',
    });
  }
  if (kinds[0] === 'live' && !live) {
    throw new ConfigError(`alpaca: ${origin} trades real money, and the broker was not told to`, {
      code: 'alpaca/live-not-confirmed',
      context: { trading: origin },
      hint: 'leave APCA_API_BASE_URL out to trade on paper; set live: true on the broker to trade real money',
    });
  }
  if (kinds[0] === 'paper' && live) {
    throw new ConfigError(`alpaca: the broker is set to live, and ${origin} is the paper account`, {
      code: 'alpaca/endpoints',
      context: { trading: origin },
      hint: 'take live: true away, or leave APCA_API_BASE_URL out',
    });
  }
  return { kind: kinds[0], trading: origin, stream: stream.href };
}

/** @throws ConfigError where one of the keys is not set. */
export function keysOf(env: Environment): Keys {
  const keyId = env['APCA_API_KEY_ID'] ?? '';
  const secret = env['APCA_API_SECRET_KEY'] ?? '';
  if (keyId !== '' && secret !== '') return { keyId, secret };
  throw new ConfigError('alpaca: there are no keys in the environment', {
    code: 'alpaca/keys',
    context: { missing: [...(keyId === '' ? ['APCA_API_KEY_ID'] : []), ...(secret === '' ? ['APCA_API_SECRET_KEY'] : [])] },
    hint: 'set APCA_API_KEY_ID and APCA_API_SECRET_KEY to a pair of keys of the account; keys of the paper account differ from live ones',
  });
}

function addressOf(name: string, text: string, protocols: readonly string[]): URL {
  const fault = (what: string, hint: string): ConfigError =>
    new ConfigError(`alpaca: ${name} ${what}`, { code: 'alpaca/endpoints', context: { [name]: text }, hint });
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw fault(`is no address: ${text}`, `write it in full, ${protocols[1]}//host, or leave it out`);
  }
  if (!protocols.includes(url.protocol)) throw fault(`has the protocol ${url.protocol} (${text})`, `use ${protocols.join(' or ')}`);
  if (url.protocol === protocols[0] && !isLoopback(url.hostname)) {
    throw fault(`would send the keys unencrypted (${text})`, `use ${protocols[1]}; ${protocols[0]} is for this machine alone`);
  }
  return url;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

function kindOf(host: string): EndpointKind {
  if (host !== 'alpaca.markets' && !host.endsWith('.alpaca.markets')) return 'other';
  return host.startsWith('paper-api.') ? 'paper' : 'live';
}
