/** An update of an order as the stream carries it. */
export interface OrderUpdate {
  readonly event: string;
  readonly execution_id: string | null;
  readonly timestamp: string;
  /** Of this execution. */
  readonly price?: string;
  readonly qty?: string;
  /** Signed position after it. */
  readonly position_qty?: string;
  readonly order: Readonly<Record<string, unknown>>;
}

/** An execution, as the account's activities list it. */
export interface FakeFill {
  /** `time::execution id`. */
  readonly id: string;
  readonly executionId: string;
  readonly transactionTime: string;
  readonly orderId: string;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly qty: string;
  readonly price: string;
  readonly cumQty: string;
  readonly leavesQty: string;
  readonly type: 'fill' | 'partial_fill';
}
