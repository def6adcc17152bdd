import { Decimal } from '../../../src/core/money.js';
import type { AccountRules } from './account-rules.js';
import { notFound } from './api-error.js';
import type { AssetList } from './assets.js';
import type { FakePosition, Ledger } from './ledger.js';

/** Switches with which Alpaca stops an account's trading. */
export interface AccountBlocks {
  readonly trading_blocked: boolean;
  readonly account_blocked: boolean;
  readonly transfers_blocked: boolean;
  readonly trade_suspended_by_user: boolean;
}

/** What the account's answers are made of. */
export interface AccountParts {
  readonly id: string;
  readonly createdAt: string;
  readonly ledger: Ledger;
  readonly rules: AccountRules;
  readonly assets: AssetList;
  readonly lastEquity: Decimal;
  readonly blocks: AccountBlocks;
}

const TWO = (value: Decimal): string => value.toDecimalPlaces(8).toString();

/** `GET /v2/account`. */
export function accountJson({ id, createdAt, ledger, rules, lastEquity, blocks }: AccountParts): Record<string, unknown> {
  const { long, short } = ledger.marketValues();
  const equity = ledger.equity();
  const gross = long.minus(short);
  const { multiplier, shorting } = rules.terms;
  const power = rules.buyingPower();
  return {
    id,
    account_number: `PA${id.slice(0, 8).toUpperCase()}`,
    status: blocks.account_blocked ? 'ACCOUNT_CLOSED' : 'ACTIVE',
    crypto_status: 'INACTIVE',
    currency: 'USD',
    cash: TWO(ledger.cash),
    equity: TWO(equity),
    portfolio_value: TWO(equity),
    last_equity: TWO(lastEquity),
    long_market_value: TWO(long),
    short_market_value: TWO(short),
    position_market_value: TWO(gross),
    buying_power: TWO(power),
    regt_buying_power: TWO(power),
    non_marginable_buying_power: TWO(Decimal.max(0, ledger.cash.plus(short.times(2)))),
    initial_margin: TWO(gross.div(multiplier === 1 ? 1 : 2)),
    maintenance_margin: TWO(gross.times('0.3')),
    last_maintenance_margin: '0',
    multiplier: String(multiplier),
    shorting_enabled: shorting,
    sma: '0',
    accrued_fees: '0',
    pending_transfer_in: '0',
    created_at: createdAt,
    ...blocks,
  };
}

/** `GET /v2/positions/{symbol}`. @throws ApiError 404 when flat. */
export function positionJson(parts: AccountParts, symbol: string): Record<string, unknown> {
  const position = parts.ledger.position(symbol);
  if (position === undefined) throw notFound('position does not exist');
  return jsonOf(parts, position);
}

/** `GET /v2/positions`. */
export function positionsJson(parts: AccountParts): Record<string, unknown>[] {
  return parts.ledger.positions.map((position) => jsonOf(parts, position));
}

function jsonOf({ ledger, rules, assets }: AccountParts, position: FakePosition): Record<string, unknown> {
  const { symbol, qty, avgEntryPrice } = position;
  const value = ledger.valueOf(position);
  const cost = qty.times(avgEntryPrice);
  const profit = value.minus(cost);
  const share = TWO(cost.isZero() ? cost : profit.div(cost.abs()));
  const price = ledger.last(symbol) ?? avgEntryPrice;
  const available = rules.available(symbol);
  return {
    asset_id: assets.idOf(symbol),
    symbol,
    exchange: assets.get(symbol)?.exchange ?? 'NYSE',
    asset_class: 'us_equity',
    asset_marginable: true,
    qty: qty.toString(),
    qty_available: (qty.isNegative() ? available.neg() : available).toString(),
    side: qty.isNegative() ? 'short' : 'long',
    avg_entry_price: avgEntryPrice.toDecimalPlaces(9).toString(),
    market_value: TWO(value),
    cost_basis: TWO(cost),
    unrealized_pl: TWO(profit),
    unrealized_plpc: share,
    unrealized_intraday_pl: TWO(profit),
    unrealized_intraday_plpc: share,
    current_price: price.toString(),
    lastday_price: price.toString(),
    change_today: '0',
  };
}
