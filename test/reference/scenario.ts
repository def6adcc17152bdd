/**
 * What a differential test plays on two brokers. Everything is a plain number: prices in cents, sizes in shares, instants in
 * milliseconds. Nothing here, nor anything else in this folder, knows the project's own code.
 */
export type ScenarioSide = 'buy' | 'sell';
export type ScenarioType = 'market' | 'limit' | 'stop' | 'stop-limit' | 'trailing-stop';
export type ScenarioLife = 'day' | 'gtc' | 'gtd' | 'ioc' | 'fok' | 'opg' | 'cls';
export type ScenarioPolicy = 'pessimistic' | 'optimistic' | 'ohlc' | 'olhc' | 'nearest';

export interface ScenarioBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface ScenarioSession {
  readonly open: number;
  readonly close: number;
}

export interface ScenarioOrder {
  /** Unique name. Legs are `name/take` and `name/stop`. */
  readonly name: string;
  readonly instrument: number;
  readonly side: ScenarioSide;
  readonly type: ScenarioType;
  /** Shares, not necessarily whole. */
  readonly quantity: number;
  readonly limit?: number;
  readonly stop?: number;
  /** Cents. */
  readonly trailAmount?: number;
  /** Whole per cent. */
  readonly trailPercent?: number;
  readonly life: ScenarioLife;
  /** Session with whose close a `gtd` order ends. */
  readonly until?: number;
  /** Legs of a bracket (both) or of an order that triggers another (one). */
  readonly takeProfit?: number;
  readonly stopLoss?: number;
}

/** Two exits, of which one may fill. */
export interface ScenarioPair {
  readonly name: string;
  readonly instrument: number;
  readonly side: ScenarioSide;
  readonly quantity: number;
  readonly takeProfit: number;
  readonly stopLoss: number;
  readonly life: 'day' | 'gtc';
}

export type ScenarioCommand =
  | { readonly kind: 'submit'; readonly order: ScenarioOrder }
  | { readonly kind: 'pair'; readonly pair: ScenarioPair }
  | { readonly kind: 'cancel'; readonly order: string }
  | { readonly kind: 'replace'; readonly order: string; readonly name: string; readonly quantity?: number; readonly price?: number };

export type ScenarioAction =
  | {
      readonly kind: 'split';
      readonly instrument: number;
      readonly session: number;
      readonly numerator: number;
      readonly denominator: number;
    }
  | { readonly kind: 'dividend'; readonly instrument: number; readonly session: number; readonly cents: number; readonly paid?: number };

export interface Scenario {
  readonly seed: number;
  readonly policy: ScenarioPolicy;
  /** Part of a bar's volume, in per cent; 0 for no limit. */
  readonly volumePercent: number;
  readonly shortSales: boolean;
  /** Dollars. */
  readonly cash: number;
  /** Basis points of slippage, 0 for none. */
  readonly slippage: number;
  /** Commission: basis points of the value, or cents a share with a minimum an order. */
  readonly fee: { readonly bps: number } | { readonly tenthCents: number; readonly minimumCents: number };
  readonly sessions: readonly ScenarioSession[];
  /** By instrument, then session. */
  readonly bars: readonly (readonly ScenarioBar[])[];
  readonly actions: readonly ScenarioAction[];
  /** By session: what is sent once its bars have closed. */
  readonly commands: readonly (readonly ScenarioCommand[])[];
}

export interface ReferenceFill {
  readonly order: string;
  readonly shares: number;
  /** Cents. */
  readonly price: number;
  readonly point: 'open' | 'path' | 'close';
}

export interface ReferenceEnd {
  readonly status: 'filled' | 'canceled' | 'expired' | 'rejected';
  /** Empty for a filled order. */
  readonly reason: string;
  readonly filled: number;
}

export interface ReferenceResult {
  readonly fills: readonly ReferenceFill[];
  readonly ends: Readonly<Record<string, ReferenceEnd>>;
  /** Units of 1e-8 of the currency, exact. */
  readonly cash: bigint;
  /** Shares by instrument. */
  readonly positions: readonly number[];
}
