import type { AccountView } from '../../src/portfolio/portfolio.js';
import type { Order } from '../../src/core/order.js';
import { HOUR, type Millis } from '../../src/core/time.js';
import { isFractional, type Refusal } from './capabilities.js';
import type { AlpacaClient } from './client.js';
import type { WireAsset } from './wire.js';

/** How long what the venue says of a symbol is believed. Shares to borrow change by the day. */
const KEPT: Millis = HOUR;

/** Looks up what the venue lets be done with a symbol, for orders that need more than that it can be traded: fractions and shorts. */
export class AssetCheck {
  readonly #client: AlpacaClient;
  readonly #account: AccountView;
  readonly #now: () => Millis;
  readonly #known = new Map<string, { readonly asset: WireAsset | 'unknown' | undefined; readonly until: Millis }>();

  constructor(client: AlpacaClient, account: AccountView, now: () => Millis) {
    this.#client = client;
    this.#account = account;
    this.#now = now;
  }

  async refusalOf(order: Order): Promise<Refusal | undefined> {
    const isFraction = isFractional(order);
    const isShort = order.side === 'sell' && order.extras?.parent === undefined && this.#account.netLots(order.instrumentIndex) <= 0;
    if (!isFraction && !isShort) return undefined;
    const asset = await this.#assetOf(this.#client.symbolOf(order.symbol));
    // Where nothing is known the venue has the word.
    if (asset === undefined) return undefined;
    if (asset === 'unknown') return { reason: 'not-tradable', message: `the venue does not know ${order.symbol}` };
    if (!asset.tradable) return { reason: 'not-tradable', message: `${order.symbol} is not tradable at the venue` };
    if (isFraction && !asset.fractionable)
      return { reason: 'not-tradable', message: `the venue does not divide shares of ${order.symbol}` };
    if (isShort && isFraction) {
      return { reason: 'shorting-not-allowed', message: `a fraction of ${order.symbol} cannot be sold short: only whole shares can` };
    }
    if (isShort && !asset.shortable) return { reason: 'shorting-not-allowed', message: `${order.symbol} is not easy to borrow` };
    return undefined;
  }

  async #assetOf(symbol: string): Promise<WireAsset | 'unknown' | undefined> {
    const known = this.#known.get(symbol);
    if (known !== undefined && known.until > this.#now()) return known.asset;
    const asset = await this.#client.asset(symbol);
    if (asset !== undefined) this.#known.set(symbol, { asset, until: this.#now() + KEPT });
    return asset;
  }
}
