import { BrokerError } from '../../src/core/errors.js';
import type { Order } from '../../src/core/order.js';
import { SECOND, type Millis } from '../../src/core/time.js';
import type { Answer } from './answer.js';
import { orderRequestOf, replaceRequestOf } from './order-request.js';
import { Pauses, pauseOf } from './pauses.js';
import { URGENCY, type SdkCall, type Transport } from './transport.js';
import {
  listOf,
  readAccount,
  readActivity,
  readAsset,
  readOrder,
  readPosition,
  recordOf,
  timeOf,
  type WireAccount,
  type WireAsset,
  type WireFill,
  type WireOrder,
  type WirePosition,
} from './wire.js';

/** Pauses between the attempts at a question. */
const PAUSES: readonly Millis[] = [250, SECOND, 3 * SECOND];
/** Rows of a page: the most that the venue gives. */
const ORDERS = 500;
const ACTIVITIES = 100;

/**
 * What became of sending an order.
 * `none`: the venue does not know it, as a look-up says.
 */
export type Sent =
  | { readonly kind: 'taken'; readonly order: WireOrder }
  | { readonly kind: 'refused'; readonly status: number; readonly words: string }
  | { readonly kind: 'unclear'; readonly why: string };
export type Found =
  | { readonly kind: 'found'; readonly order: WireOrder }
  | { readonly kind: 'none' }
  | { readonly kind: 'unclear'; readonly why: string };

/** The venue's trading API in our terms. Questions are asked again when the answer is unclear; whatever changes something never is. */
export class AlpacaClient {
  readonly #transport: Transport;
  readonly #pauses: Pauses;
  readonly #names: Readonly<Record<string, string>>;
  readonly #own: ReadonlyMap<string, string>;

  constructor(transport: Transport, pauses: Pauses, names: Readonly<Record<string, string>>) {
    this.#transport = transport;
    this.#pauses = pauses;
    this.#names = names;
    this.#own = new Map(Object.entries(names).map(([own, theirs]) => [theirs, own]));
  }

  symbolOf(symbol: string): string {
    return this.#names[symbol] ?? symbol;
  }

  ownSymbolOf(symbol: string): string {
    return this.#own.get(symbol) ?? symbol;
  }

  async place(order: Order, group: readonly Order[]): Promise<Sent> {
    const postOrderRequest = orderRequestOf(order, group, this.symbolOf(order.symbol));
    const answer = await this.#transport.send('order', URGENCY.order, (sdk, init) =>
      sdk.trading.orders.postOrderRaw({ postOrderRequest }, init),
    );
    return sentOf(answer, order.clientOrderId);
  }

  async replace(orderId: string, order: Order): Promise<Sent> {
    const patchOrderRequest = replaceRequestOf(order);
    const answer = await this.#transport.send('replacement', URGENCY.order, (sdk, init) =>
      sdk.trading.orders.patchOrderByOrderIdRaw({ orderId, patchOrderRequest }, init),
    );
    return sentOf(answer, order.clientOrderId);
  }

  /** Asks for an order's end. Whatever the answer, only the order's state tells whether it has ended. */
  cancel(orderId: string): Promise<Answer> {
    return this.#transport.send('cancel', URGENCY.cancel, (sdk, init) => sdk.trading.orders.deleteOrderByOrderIDRaw({ orderId }, init));
  }

  async findByClientId(clientOrderId: string): Promise<Found> {
    return foundOf(
      await this.#transport.send('look-up', URGENCY.order, (sdk, init) =>
        sdk.trading.orders.getOrderByClientOrderIdRaw({ clientOrderId }, init),
      ),
    );
  }

  /** An order with its legs. */
  async find(orderId: string): Promise<Found> {
    return foundOf(
      await this.#transport.send('order state', URGENCY.question, (sdk, init) =>
        sdk.trading.orders.getOrderByOrderIDRaw({ orderId, nested: true }, init),
      ),
    );
  }

  /** All open orders, with their legs. */
  async openOrders(signal?: AbortSignal): Promise<readonly WireOrder[]> {
    const all = new Map<string, WireOrder>();
    for (let after: Date | undefined; ;) {
      const since = after;
      const body = await this.#ask(
        'open orders',
        (sdk, init) =>
          sdk.trading.orders.getAllOrdersRaw(
            { status: 'open', limit: ORDERS, direction: 'asc', nested: true, ...(since && { after: since }) } as never,
            init,
          ),
        signal,
      );
      const page = listOf(body, readOrder);
      const before = all.size;
      for (const order of page) all.set(order.id, order);
      const last = page.at(-1)?.submittedAt;
      if (page.length < ORDERS || last === undefined || all.size === before) return [...all.values()];
      // Exclusive, and in whole milliseconds: one back, so that none of the same moment is left out.
      after = new Date(last - 1);
    }
  }

  /** Executions since an instant. */
  async fillsSince(time: Millis, signal?: AbortSignal): Promise<readonly WireFill[]> {
    const fills: WireFill[] = [];
    for (let pageToken: string | undefined; ;) {
      const token = pageToken;
      const body = await this.#ask(
        'fills',
        (sdk, init) =>
          sdk.trading.accountActivities.getAccountActivitiesRaw(
            {
              activityTypes: ['FILL'],
              after: new Date(time),
              pageSize: ACTIVITIES,
              ...(token !== undefined && { pageToken: token }),
            } as never,
            init,
          ),
        signal,
      );
      const page = listOf(body, readActivity);
      fills.push(...page);
      const last = page.at(-1)?.id;
      if (!Array.isArray(body) || body.length < ACTIVITIES || last === undefined || last === token) return fills;
      pageToken = last;
    }
  }

  async account(signal?: AbortSignal): Promise<WireAccount> {
    const body = await this.#ask('account', (sdk, init) => sdk.trading.account.getAccountRaw(init), signal);
    const account = readAccount(body);
    if (account !== undefined) return account;
    throw senseless('account', 'it does not say what cash there is');
  }

  async positions(signal?: AbortSignal): Promise<readonly WirePosition[]> {
    const body = await this.#ask('positions', (sdk, init) => sdk.trading.positions.getAllOpenPositionsRaw(init), signal);
    if (Array.isArray(body)) return listOf(body, readPosition);
    throw senseless('positions', 'it is no list');
  }

  /** The venue's clock; `undefined` where its answer tells no time. */
  async time(signal?: AbortSignal): Promise<Millis | undefined> {
    const body = await this.#ask('clock', (sdk, init) => sdk.trading.clock.legacyClockRaw(init), signal);
    return timeOf(recordOf(body)?.['timestamp']);
  }

  /** What may be done with a symbol; `undefined` where the venue does not say. */
  async asset(symbol: string): Promise<WireAsset | 'unknown' | undefined> {
    const answer = await this.#transport.send('asset', URGENCY.order, (sdk, init) =>
      sdk.trading.assets.getV2AssetsSymbolOrAssetIdRaw({ symbolOrAssetId: symbol }, init),
    );
    if (answer.kind === 'refused' && answer.status === 404) return 'unknown';
    return answer.kind === 'ok' ? readAsset(answer.body) : undefined;
  }

  async #ask(name: string, call: SdkCall, signal: AbortSignal | undefined): Promise<unknown> {
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#transport.send(name, URGENCY.question, call, signal);
      signal?.throwIfAborted();
      if (answer.kind === 'ok') return answer.body;
      if (answer.kind === 'refused') throw refusedQuestion(name, answer);
      if (attempt === PAUSES.length || this.#pauses.ended.aborted) throw unreachable(name, answer.why);
      await this.#pauses.for(pauseOf(PAUSES, attempt));
    }
  }
}

/** An answer is an order's only where it names the one that was sent. */
function sentOf(answer: Answer, clientOrderId: string): Sent {
  if (answer.kind !== 'ok') return answer;
  const order = readOrder(answer.body);
  if (order === undefined) return { kind: 'unclear', why: `the answer (${answer.status}) is no order` };
  if (order.clientOrderId === clientOrderId) return { kind: 'taken', order };
  return { kind: 'unclear', why: `the answer (${answer.status}) is the order ${order.clientOrderId || order.id}` };
}

function foundOf(answer: Answer): Found {
  if (answer.kind === 'refused')
    return answer.status === 404 ? { kind: 'none' } : { kind: 'unclear', why: `refused (${answer.status}): ${answer.words}` };
  if (answer.kind === 'unclear') return answer;
  const order = readOrder(answer.body);
  return order === undefined ? { kind: 'unclear', why: 'the answer is no order' } : { kind: 'found', order };
}

function refusedQuestion(name: string, { status, words }: Extract<Answer, { kind: 'refused' }>): BrokerError {
  const isKeys = status === 401 || status === 403;
  return new BrokerError(`alpaca: ${name}: ${isKeys ? 'the keys were refused' : 'it refused to answer'} (${status}: ${words})`, {
    code: isKeys ? 'alpaca/unauthorized' : 'alpaca/refused',
    context: { question: name, status, said: words },
    hint: isKeys
      ? 'check APCA_API_KEY_ID and APCA_API_SECRET_KEY: both of one account, and paper keys for the paper account'
      : 'see what it says',
  });
}

function unreachable(name: string, why: string): BrokerError {
  return new BrokerError(`alpaca: ${name}: no answer that makes sense (${why})`, {
    code: 'alpaca/unreachable',
    context: { question: name, why },
    hint: 'check the connection and APCA_API_BASE_URL; if others cannot reach it either, wait',
  });
}

function senseless(name: string, why: string): BrokerError {
  return new BrokerError(`alpaca: ${name}: the answer makes no sense: ${why}`, {
    code: 'alpaca/answer',
    context: { question: name },
    hint: 'check that APCA_API_BASE_URL is the address of a trading API like that of Alpaca',
  });
}
