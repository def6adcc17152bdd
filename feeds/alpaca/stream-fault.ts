/** What is to be done about a fault of the data stream. */
export type StreamFault =
  /** It will not pass: the account lacks something. */
  | { readonly kind: 'refused'; readonly code: string; readonly hint: string }
  /** The endpoint has no place for us now: wait longer before the next try. */
  | { readonly kind: 'busy' }
  /** This connection is of no use any more. */
  | { readonly kind: 'broken' }
  /** A message could not be read, and may have been a bar; the connection is all right. */
  | { readonly kind: 'message' }
  | { readonly kind: 'harmless' };

const KEYS = {
  kind: 'refused',
  code: 'alpaca/unauthorized',
  hint: 'check APCA_API_KEY_ID and APCA_API_SECRET_KEY: both belong to one account',
} as const;

/** By the words of the SDK, which keeps the number of an error to itself. */
const FAULTS: Readonly<Record<string, StreamFault>> = {
  'not authenticated': KEYS,
  'auth failed': KEYS,
  'symbol limit exceeded': {
    kind: 'refused',
    code: 'alpaca/symbol-limit',
    hint: 'follow fewer symbols, or get a subscription that allows more',
  },
  'insufficient subscription': {
    kind: 'refused',
    code: 'alpaca/subscription',
    hint: 'set feed: "iex": live sip bars need a paid subscription',
  },
  'v2 not enabled': { kind: 'refused', code: 'alpaca/subscription', hint: 'ask Alpaca to open its market data to the account' },
  'already authenticated': { kind: 'harmless' },
  'connection limit exceeded': { kind: 'busy' },
};

export function streamFaultOf(said: string): StreamFault {
  const known = FAULTS[said];
  if (known !== undefined) return known;
  if (/^failed to (?:decode|process) message/.test(said)) return { kind: 'message' };
  const status = Number(/^Unexpected server response: (\d{3})$/.exec(said)?.[1] ?? 0);
  if (status === 401 || status === 403) return KEYS;
  return { kind: status === 429 ? 'busy' : 'broken' };
}
