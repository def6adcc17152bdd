import type { RandomSource } from '../../../src/core/random.js';
import { accountJson, positionJson, positionsJson, type AccountParts } from './account-view.js';
import { listActivities } from './activities.js';
import { ApiError, forbidden, malformed, notFound } from './api-error.js';
import type { BarHistory } from './bar-history.js';
import { uuid } from './identifiers.js';
import { isFinal } from './order.js';
import type { OrderDesk, Taken } from './order-desk.js';
import { listOrders, orderByClientId, orderById } from './order-queries.js';
import { replaceOrder } from './order-replacing.js';
import { decimalOf, readOrderRequest, type JsonBody } from './order-request.js';
import { calendarJson, clockJson } from './session-view.js';

/** A request that has been read. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: JsonBody;
}

/** What the server answers, and what follows from the request. */
export interface ApiAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly taken?: readonly Taken[];
}

/** What the API works on. */
export interface ApiParts {
  readonly desk: OrderDesk;
  readonly bars: BarHistory;
  readonly random: RandomSource;
  readonly account: () => AccountParts;
}

type Handler = (request: ApiRequest, name: string) => ApiAnswer;

/** The REST API: trading and market data. */
export class RestApi {
  readonly #parts: ApiParts;
  readonly #routes: readonly (readonly [method: string, path: RegExp, handler: Handler])[];

  constructor(parts: ApiParts) {
    this.#parts = parts;
    const { desk, account, bars } = this.#parts;
    const ok = (body: unknown): ApiAnswer => ({ status: 200, body });
    const { assets, hours } = desk.parts;
    this.#routes = [
      ['GET', /^\/v2\/account$/, () => ok(accountJson(account()))],
      ['GET', /^\/v2\/account\/activities$/, ({ query }) => ok(listActivities(desk.fills, query.get('activity_types'), query))],
      ['GET', /^\/v2\/account\/activities\/(\w+)$/, ({ query }, type) => ok(listActivities(desk.fills, type, query))],
      ['GET', /^\/v2\/clock$/, () => ok(clockJson(hours))],
      ['GET', /^\/v2\/calendar$/, ({ query }) => ok(calendarJson(hours, query))],
      ['GET', /^\/v2\/assets$/, () => ok(assets.listed.map((asset) => assets.jsonOf(asset)))],
      ['GET', /^\/v2\/assets\/([^/]+)$/, (_, symbol) => ok(assets.json(symbol))],
      ['POST', /^\/v2\/orders$/, ({ body }) => this.#post(body)],
      ['GET', /^\/v2\/orders$/, ({ query }) => ok(listOrders(desk, query))],
      ['DELETE', /^\/v2\/orders$/, () => this.#cancelAll()],
      ['GET', /^\/v2\/orders:by_client_order_id$/, ({ query }) => ok(orderByClientId(desk, query.get('client_order_id')))],
      ['GET', /^\/v2\/orders\/([^/]+)$/, ({ query }, id) => ok(orderById(desk, id, query.get('nested') === 'true'))],
      ['PATCH', /^\/v2\/orders\/([^/]+)$/, ({ body }, id) => this.#answer(replaceOrder(desk, id, body, this.#newId))],
      ['DELETE', /^\/v2\/orders\/([^/]+)$/, (_, id) => ({ status: 204, taken: [desk.cancel(id)] })],
      ['GET', /^\/v2\/positions$/, () => ok(positionsJson(account()))],
      ['DELETE', /^\/v2\/positions$/, ({ query }) => this.#closeAll(query)],
      ['GET', /^\/v2\/positions\/([^/]+)$/, (_, symbol) => ok(positionJson(account(), symbol))],
      ['DELETE', /^\/v2\/positions\/([^/]+)$/, ({ query }, symbol) => this.#answer(this.#closePosition(symbol, query))],
      ['GET', /^\/v2\/stocks\/bars$/, ({ query }) => ok(bars.page(symbolsOf(query), query))],
      ['GET', /^\/v2\/stocks\/([^/]+)\/bars$/, ({ query }, symbol) => ok(this.#barsOf(symbol, query))],
    ];
  }

  /** @throws ApiError for what is refused. */
  handle(request: ApiRequest): ApiAnswer {
    for (const [method, pattern, handler] of this.#routes) {
      const match = method === request.method ? pattern.exec(request.path) : null;
      if (match) return handler(request, decodeURIComponent(match[1] ?? ''));
    }
    throw new ApiError(404, 40410000, 'endpoint not found.');
  }

  readonly #newId = (): string => uuid(this.#parts.random);

  #post(body: JsonBody): ApiAnswer {
    this.#checkBlocks();
    return this.#answer(this.#parts.desk.submit(readOrderRequest(body, this.#newId)), true);
  }

  #checkBlocks(): void {
    const { blocks } = this.#parts.account();
    if (blocks.trade_suspended_by_user) throw forbidden('trading is suspended by user');
    if (blocks.trading_blocked || blocks.account_blocked) throw forbidden('account is not authorized to trade');
  }

  #answer(taken: Taken, nested = false): ApiAnswer {
    return { status: 200, body: this.#parts.desk.json(taken.order, nested), taken: [taken] };
  }

  #cancelAll(): ApiAnswer {
    const { desk } = this.#parts;
    const open = desk.parts.book.open();
    const taken = open.map((order) => ({ order, proceed: () => desk.cancelNow(order) }));
    return { status: 207, body: open.map(({ id }) => ({ id, status: 200 })), taken };
  }

  #closePosition(symbol: string, query: URLSearchParams): Taken {
    const { desk } = this.#parts;
    const position = desk.parts.ledger.position(symbol);
    if (position === undefined) throw notFound('position does not exist');
    const asked = Object.fromEntries(query);
    const percentage = decimalOf(asked, 'percentage');
    const qty =
      decimalOf(asked, 'qty') ?? (percentage ? position.qty.abs().times(percentage).div(100).toDecimalPlaces(9, 1) : position.qty.abs());
    const body = { symbol, qty: qty.toString(), side: position.qty.gt(0) ? 'sell' : 'buy', type: 'market', time_in_force: 'day' };
    return desk.submit(readOrderRequest(body, this.#newId));
  }

  #closeAll(query: URLSearchParams): ApiAnswer {
    const { desk } = this.#parts;
    if (query.get('cancel_orders') === 'true') {
      for (const order of desk.parts.book.open()) if (!isFinal(order)) desk.cancelNow(order);
    }
    const taken: Taken[] = [];
    const body = desk.parts.ledger.positions.map(({ symbol }) => {
      try {
        const one = this.#closePosition(symbol, new URLSearchParams());
        taken.push(one);
        return { symbol, status: 200, body: desk.json(one.order) };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return { symbol, status: error.status, body: error.body };
      }
    });
    return { status: 207, body, taken };
  }

  #barsOf(symbol: string, query: URLSearchParams): unknown {
    const { bars, next_page_token } = this.#parts.bars.page([symbol], query);
    return { bars: bars[symbol] ?? [], symbol, next_page_token };
  }
}

function symbolsOf(query: URLSearchParams): readonly string[] {
  const symbols = query.get('symbols')?.split(',').filter(Boolean) ?? [];
  if (symbols.length === 0) throw malformed('symbols is required');
  return symbols;
}
