import { seededRandom } from '../../../src/core/random.js';
import { impossible, malformed, notFound } from './api-error.js';
import { uuid } from './identifiers.js';
import type { FakeAsset } from './options.js';

/** What can be traded. */
export class AssetList {
  readonly #listed: ReadonlyMap<string, FakeAsset> | undefined;
  readonly #ids = new Map<string, string>();

  constructor(assets: readonly FakeAsset[] | undefined) {
    this.#listed = assets && new Map(assets.map((asset) => [asset.symbol, asset]));
  }

  get listed(): readonly FakeAsset[] {
    return [...(this.#listed?.values() ?? [])];
  }

  get(symbol: string): FakeAsset | undefined {
    if (this.#listed) return this.#listed.get(symbol);
    return /^[A-Z][A-Z0-9.]{0,9}$/.test(symbol) ? { symbol } : undefined;
  }

  /** @throws ApiError 422 for what does not exist or is not traded. */
  tradable(symbol: string): FakeAsset {
    const asset = this.get(symbol);
    if (asset === undefined) throw malformed(`could not find us_equity asset "${symbol}"`);
    if (asset.tradable === false) throw impossible(`asset "${symbol}" is not tradable`);
    return asset;
  }

  /** The asset's id: the same for the same symbol, always. */
  idOf(symbol: string): string {
    let id = this.#ids.get(symbol);
    if (id === undefined) {
      id = uuid(seededRandom(0).fork(symbol));
      this.#ids.set(symbol, id);
    }
    return id;
  }

  /** As `GET /v2/assets/{symbol}` answers, which also takes an id seen before. @throws ApiError 404. */
  json(symbolOrId: string): Record<string, unknown> {
    const symbol = [...this.#ids].find(([, id]) => id === symbolOrId)?.[0] ?? symbolOrId.toUpperCase();
    const asset = this.get(symbol);
    if (asset === undefined) throw notFound(`asset not found for ${symbolOrId}`);
    return this.jsonOf(asset);
  }

  jsonOf(asset: FakeAsset): Record<string, unknown> {
    const { symbol, name = symbol, exchange = 'NYSE', tradable = true, fractionable = true } = asset;
    const { shortable = true, easyToBorrow = true, marginable = true } = asset;
    return {
      id: this.idOf(symbol),
      class: 'us_equity',
      exchange,
      symbol,
      name,
      status: tradable ? 'active' : 'inactive',
      tradable,
      marginable,
      maintenance_margin_requirement: 30,
      margin_requirement_long: '30',
      margin_requirement_short: '30',
      shortable,
      easy_to_borrow: easyToBorrow,
      borrow_status: easyToBorrow ? 'easy_to_borrow' : 'hard_to_borrow',
      fractionable,
      attributes: [],
    };
  }
}
