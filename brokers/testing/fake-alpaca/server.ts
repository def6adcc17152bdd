import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

import { xnys } from '../../../src/calendar/xnys.js';
import { LiveClock } from '../../../src/clock/live-clock.js';
import { Decimal, type DecimalInput } from '../../../src/core/money.js';
import { seededRandom } from '../../../src/core/random.js';
import { AccountRules } from './account-rules.js';
import type { AccountBlocks } from './account-view.js';
import { AssetList } from './assets.js';
import { BarHistory } from './bar-history.js';
import { answerCall } from './control.js';
import { DataStream } from './data-stream.js';
import type { FakeAlpaca, FakeAlpacaEnvironment } from './fake-alpaca.js';
import { FaultPlan } from './faults.js';
import { Hours } from './hours.js';
import { HttpTransport } from './http-transport.js';
import { Stamper, uuid } from './identifiers.js';
import { Ledger } from './ledger.js';
import { Market } from './market.js';
import type { FakeAlpacaOptions } from './options.js';
import { OrderBook } from './order-book.js';
import { OrderDesk } from './order-desk.js';
import { OrderStream, type FrameCodec } from './order-stream.js';
import { OwnedClock } from './owned-clock.js';
import { PriceWalk } from './price-walk.js';
import { RestApi } from './rest-api.js';
import { SessionTimer } from './session-timer.js';
import { stateOf, type FakeAlpacaState } from './state.js';
import { VenueDesk, type FakeVenue } from './venue-desk.js';

/** See {@link FakeAlpaca}. */
class FakeAlpacaServer implements FakeAlpaca {
  readonly market: Market;
  readonly faults: FaultPlan;
  readonly venue: FakeVenue;
  readonly #clock: OwnedClock;
  readonly #desk: OrderDesk;
  readonly #ledger: Ledger;
  readonly #book = new OrderBook();
  readonly #attempts = new Map<string, number>();
  readonly #orders: OrderStream;
  readonly #data: DataStream;
  readonly #http: HttpTransport;
  readonly #timer: SessionTimer;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #keys: { readonly keyId: string; readonly secret: string };
  readonly #tradingConnections: number;
  #blocks: AccountBlocks = { trading_blocked: false, account_blocked: false, transfers_blocked: false, trade_suspended_by_user: false };
  #server: Server | undefined;
  #port: number;

  constructor(options: FakeAlpacaOptions) {
    const random = seededRandom(options.seed ?? 1);
    this.#clock = new OwnedClock(options.clock ?? new LiveClock());
    this.#port = options.port ?? 0;
    this.#keys = { keyId: options.keyId ?? 'fake-key', secret: options.secret ?? 'fake-secret' };
    this.#tradingConnections = options.tradingConnections ?? Infinity;
    this.faults = new FaultPlan(random.fork('faults'));
    if (options.faults) this.faults.random(options.faults);
    const hours = new Hours(this.#clock, options.hours ?? xnys);
    const streams = { faults: this.faults, clock: this.#clock, ...this.#keys };
    this.#orders = new OrderStream(streams);
    this.#data = new DataStream(streams, options.dataConnections ?? 1);
    const { cash = 100_000, multiplier = 2, shorting = multiplier !== 1 } = options.account ?? {};
    this.#ledger = new Ledger(new Decimal(cash));
    const assets = new AssetList(options.assets);
    const rules = new AccountRules(this.#ledger, this.#book, { multiplier, shorting, collar: options.priceCollar ?? true });
    const stamper = new Stamper(this.#clock);
    this.#desk = new OrderDesk({
      book: this.#book,
      ledger: this.#ledger,
      rules,
      assets,
      hours,
      random: random.fork('ids'),
      stamper,
      emit: (update) => this.#orders.publish(update),
    });
    this.venue = new VenueDesk(this.#desk);
    const bars = new BarHistory();
    const partialFills = options.partialFills ?? 0.1;
    this.market = new Market({
      desk: this.#desk,
      ledger: this.#ledger,
      hours,
      walk: new PriceWalk({ desk: this.#desk, ledger: this.#ledger, hours, random: random.fork('fills'), partialFills }),
      bars,
      stream: (kind, symbol, bar) => this.#data.publish(kind, symbol, bar),
      fills: options.fills ?? 'quote',
    });
    const createdAt = stamper.next();
    const id = uuid(random.fork('account'));
    let lastEquity = this.#ledger.equity();
    this.#timer = new SessionTimer(hours, this.market, () => {
      lastEquity = this.#ledger.equity();
    });
    const account = () => ({ id, createdAt, ledger: this.#ledger, rules, assets, lastEquity, blocks: this.#blocks });
    this.#http = new HttpTransport({
      api: new RestApi({ desk: this.#desk, bars, random: random.fork('closing ids'), account }),
      faults: this.faults,
      random: random.fork('requests'),
      clock: this.#clock,
      ...this.#keys,
      requestsPerMinute: options.requestsPerMinute ?? Infinity,
      onPost: (clientId) => this.#attempts.set(clientId, (this.#attempts.get(clientId) ?? 0) + 1),
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get streamUrl(): string {
    return `ws://127.0.0.1:${this.#port}/stream`;
  }

  get dataStreamUrl(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  get env(): FakeAlpacaEnvironment {
    return {
      APCA_API_KEY_ID: this.#keys.keyId,
      APCA_API_SECRET_KEY: this.#keys.secret,
      APCA_API_BASE_URL: this.url,
      APCA_API_DATA_URL: this.url,
      APCA_API_STREAM_URL: this.streamUrl,
      APCA_DATA_STREAM_URL: this.dataStreamUrl,
    };
  }

  state(): FakeAlpacaState {
    return stateOf({ ledger: this.#ledger, book: this.#book, fills: this.#desk.fills }, this.#attempts, this.faults.struck);
  }

  deposit(amount: DecimalInput): void {
    this.#ledger.deposit(new Decimal(amount));
  }

  block(blocks: Partial<AccountBlocks>): void {
    this.#blocks = { ...this.#blocks, ...blocks };
  }

  dropStreams(): void {
    this.#orders.drop();
    this.#data.drop();
  }

  async start(): Promise<void> {
    await this.#listen();
    this.#timer.arm();
  }

  async restart(): Promise<void> {
    await this.#close();
    await this.#listen();
  }

  async stop(): Promise<void> {
    this.#clock.stop();
    await this.#close();
  }

  async #listen(): Promise<void> {
    const server = createServer((request, response) => {
      const answered =
        request.url === '/fake' && request.method === 'POST' ? answerCall(this, request, response) : this.#http.answer(request, response);
      answered.catch((error: unknown) => response.destroy(error as Error));
    });
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async #close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.dropStreams();
    for (const socket of this.#sockets.clients) socket.terminate();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const path = new URL(request.url ?? '/', 'http://loopback').pathname;
    const trading = path === '/stream';
    if (!trading && !/^\/v2\/(iex|sip|delayed_sip|test)$/.test(path)) {
      refuse(socket, '404 Not Found');
      return;
    }
    const fault = this.faults.ofConnection(trading ? 'trading stream' : 'data stream');
    if (fault === 'handshake-429' || (trading && this.#orders.size >= this.#tradingConnections)) {
      refuse(socket, '429 Too Many Requests');
      return;
    }
    const codec: FrameCodec = request.headers['content-type'] === 'application/msgpack' ? 'msgpack' : 'json';
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      const { headers } = request;
      if (trading) this.#orders.connect(client, codec, fault);
      else this.#data.connect(client, codec, fault, { key: headers['apca-api-key-id'], secret: headers['apca-api-secret-key'] });
    });
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * Starts a fake Alpaca in this process.
 * @throws ConfigError for probabilities that cannot be.
 */
export async function startFakeAlpaca(options: FakeAlpacaOptions = {}): Promise<FakeAlpaca> {
  const server = new FakeAlpacaServer(options);
  await server.start();
  return server;
}
