/**
 * What can go wrong with a request.
 *
 * - `rate-limit`: 429 with `Retry-After`; `rate-limit-reset`: 429 with nothing but `X-Ratelimit-Reset`. Nothing is done.
 * - `500-before-accept`, `500-after-accept`: the request is not carried out, or is; the answer is 500 both times.
 * - `502-after-accept`: carried out; a gateway answers with a page of HTML.
 * - `timeout-before-accept`, `timeout-after-accept`: no answer ever comes.
 * - `reset-before-accept`, `reset-after-accept`: the connection is reset.
 * - `cut-body`: carried out; half of the answer comes, then the connection ends.
 * - `bad-json`: carried out; a 200 whose body is no JSON.
 * - `late`: a new order is taken, but the first three look-ups that would show it do not know it.
 * - `update-first`: what follows from the request is told on the stream before the answer is sent.
 * - `race`: a cancellation or replacement is taken, but the next price of the symbol comes before it.
 */
export type RequestFault =
  | 'rate-limit'
  | 'rate-limit-reset'
  | '500-before-accept'
  | '500-after-accept'
  | '502-after-accept'
  | 'timeout-before-accept'
  | 'timeout-after-accept'
  | 'reset-before-accept'
  | 'reset-after-accept'
  | 'cut-body'
  | 'bad-json'
  | 'late'
  | 'update-first'
  | 'race';

/**
 * What can go wrong with an order update.
 *
 * - `lose`, `duplicate`; `reorder`: it comes after the next one; `null-data`: `data` is null, and the update is lost.
 * - `drop`: the stream ends before the update is sent, which loses it; `drop-after`: it ends just after.
 */
export type UpdateFault = 'lose' | 'duplicate' | 'reorder' | 'null-data' | 'drop' | 'drop-after';

/**
 * What can go wrong with a stream's connection.
 *
 * - `handshake-429`: refused. `mute`: the handshake is answered, and then nothing, not even authentication.
 * - `mute-after-auth`: authenticates and is silent from then on. `connection-limit`: error 406 (of a data stream).
 */
export type ConnectFault = 'handshake-429' | 'mute' | 'mute-after-auth' | 'connection-limit';

/** What can go wrong with a streamed bar. */
export type BarFault = 'lose' | 'duplicate' | 'drop';

/**
 * Where a fault strikes: a request as method and path, in which `*` stands for anything (`'POST /v2/orders'`,
 * `'GET /v2/orders*'`); an update, of one event or any (`'trade_updates fill'`, `'trade_updates'`); a stream's connection
 * (`'trading stream'`, `'data stream'`); a streamed bar (`'bars'`).
 */
export type FaultTarget =
  | `${'GET' | 'POST' | 'PATCH' | 'DELETE' | '*'} ${string}`
  | 'trade_updates'
  | `trade_updates ${string}`
  | 'trading stream'
  | 'data stream'
  | 'bars';

/** Any fault. */
export type FaultName = RequestFault | UpdateFault | ConnectFault | BarFault;

/** Probabilities, 0 to 1, of faults by the place where they strike. Requests that only read cannot meet every one. */
export interface RandomFaults {
  readonly requests?: Readonly<Partial<Record<RequestFault, number>>>;
  readonly updates?: Readonly<Partial<Record<UpdateFault, number>>>;
  readonly connections?: Readonly<Partial<Record<ConnectFault, number>>>;
  readonly bars?: Readonly<Partial<Record<BarFault, number>>>;
}

/** A bad day: every fault now and then, a fifth of all requests in all. */
export const BAD_DAY: RandomFaults = {
  requests: {
    'rate-limit': 0.02,
    'rate-limit-reset': 0.01,
    '500-before-accept': 0.02,
    '500-after-accept': 0.03,
    '502-after-accept': 0.01,
    'timeout-before-accept': 0.01,
    'timeout-after-accept': 0.02,
    'reset-before-accept': 0.02,
    'reset-after-accept': 0.03,
    'cut-body': 0.02,
    'bad-json': 0.01,
    late: 0.03,
    'update-first': 0.05,
    race: 0.05,
  },
  updates: { lose: 0.04, duplicate: 0.06, reorder: 0.06, 'null-data': 0.01, drop: 0.02, 'drop-after': 0.02 },
  connections: { 'handshake-429': 0.1, mute: 0.05, 'mute-after-auth': 0.03, 'connection-limit': 0.05 },
  bars: { lose: 0.02, duplicate: 0.03, drop: 0.01 },
};
