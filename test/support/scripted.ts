import {
  Strategy,
  type Bar,
  type ConsolidationPeriod,
  type DecimalInput,
  type Execution,
  type OcoIds,
  type OcoRequest,
  type OrderChanges,
  type OrderId,
  type OrderOptions,
  type OrderRequest,
  type RebalanceOptions,
  type Slice,
  type TargetOptions,
  type Timer,
} from '../../src/index.js';

/** The hooks of a strategy as plain functions; the first argument is the strategy. */
export interface Hooks {
  readonly onStart?: (s: Scripted) => void;
  readonly onBar?: (s: Scripted, bar: Bar) => void;
  readonly onWarmup?: (s: Scripted, bar: Bar) => void;
  readonly onSlice?: (s: Scripted, slice: Slice) => void;
  readonly onExecution?: (s: Scripted, execution: Execution) => void;
  readonly onTimer?: (s: Scripted, timer: Timer) => void;
  readonly onStop?: (s: Scripted) => void;
}

/** A strategy made of functions, with everything that strategies may call open to them. */
export abstract class Scripted extends Strategy {
  /** Slices seen so far; 0 in the first. */
  step = -1;

  override buy(symbol: string, quantity: DecimalInput, options?: OrderOptions): OrderId {
    return super.buy(symbol, quantity, options);
  }
  override sell(symbol: string, quantity: DecimalInput, options?: OrderOptions): OrderId {
    return super.sell(symbol, quantity, options);
  }
  override order(request: OrderRequest): OrderId {
    return super.order(request);
  }
  override oco(request: OcoRequest): OcoIds {
    return super.oco(request);
  }
  override replace(id: OrderId, changes: OrderChanges): OrderId {
    return super.replace(id, changes);
  }
  override cancel(id: OrderId): void {
    super.cancel(id);
  }
  override cancelAll(symbol?: string): void {
    super.cancelAll(symbol);
  }
  override close(symbol: string, options?: TargetOptions): OrderId | undefined {
    return super.close(symbol, options);
  }
  override orderTargetPercent(symbol: string, fraction: number, options?: TargetOptions): OrderId | undefined {
    return super.orderTargetPercent(symbol, fraction, options);
  }
  override orderTargetQuantity(symbol: string, quantity: DecimalInput, options?: TargetOptions): OrderId | undefined {
    return super.orderTargetQuantity(symbol, quantity, options);
  }
  override rebalance(weights: Readonly<Record<string, number>> | ReadonlyMap<string, number>, options?: RebalanceOptions): void {
    super.rebalance(weights, options);
  }
  override consolidate(symbol: string, period: ConsolidationPeriod, handler: (bar: Bar) => void): void {
    super.consolidate(symbol, period, handler);
  }
  override log(message: string, data?: Readonly<Record<string, unknown>>): void {
    super.log(message, data);
  }
}

/** A strategy class that runs these hooks. */
export function scripted(hooks: Hooks): new () => Scripted {
  return class ScriptedStrategy extends Scripted {
    override onStart(): void {
      hooks.onStart?.(this);
    }
    override onBar(bar: Bar): void {
      hooks.onBar?.(this, bar);
    }
    override onWarmup(bar: Bar): void {
      hooks.onWarmup?.(this, bar);
    }
    override onSlice(slice: Slice): void {
      this.step++;
      hooks.onSlice?.(this, slice);
    }
    override onExecution(execution: Execution): void {
      hooks.onExecution?.(this, execution);
    }
    override onTimer(timer: Timer): void {
      hooks.onTimer?.(this, timer);
    }
    override onStop(): void {
      hooks.onStop?.(this);
    }
  };
}

/** What to do at the end of the slices with these numbers (from 0). */
export function at(steps: Readonly<Record<number, (s: Scripted) => void>>): (s: Scripted) => void {
  return (s) => steps[s.step]?.(s);
}
