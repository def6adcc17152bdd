import { fixedBps, percentFee, perShareFee, simulated } from '../../brokers/index.js';
import {
  backtest,
  BarSeries,
  Instrument,
  isTerminal,
  type ActionHistory,
  type Execution,
  type OrderId,
  type OrderOptions,
} from '../../src/index.js';
import type { ReferenceEnd, ReferenceFill, ReferenceResult, Scenario, ScenarioOrder } from '../reference/scenario.js';
import { memoryFeed } from '../support/feed.js';
import { scripted, type Scripted } from '../support/scripted.js';

const symbolOf = (instrument: number): string => 'ABCD'[instrument]!;
const dollars = (cents: number): string => (cents / 100).toFixed(4);

/** Plays a scenario on the project's own engine and broker. */
export async function realRun(scenario: Scenario): Promise<ReferenceResult & { readonly events: readonly Execution[] }> {
  const { sessions, bars, fee, commands } = scenario;
  const series = bars.map((rows, instrument) => {
    const column = (of: (row: number) => number): Float64Array => Float64Array.from(rows, (_, row) => of(row));
    return new BarSeries(new Instrument({ symbol: symbolOf(instrument), basis: 'raw', volume: 'known' }), '1d', {
      time: column((row) => sessions[row]!.close),
      openTime: column((row) => sessions[row]!.open),
      open: column((row) => rows[row]!.open / 100),
      high: column((row) => rows[row]!.high / 100),
      low: column((row) => rows[row]!.low / 100),
      close: column((row) => rows[row]!.close / 100),
      volume: column((row) => rows[row]!.volume),
    });
  });
  const names = new Map<OrderId, string>();
  const ids = new Map<string, OrderId>();
  const types = new Map<string, string>();
  const events: Execution[] = [];
  const refused: string[] = [];
  const name = (id: OrderId, text: string, type: string): void => {
    names.set(id, text);
    ids.set(text, id);
    types.set(text, type);
  };
  const play = (s: Scripted): void => {
    for (const command of commands[s.step] ?? []) {
      switch (command.kind) {
        case 'submit': {
          const { order } = command;
          const options = optionsOf(order, sessions);
          const id =
            order.side === 'buy'
              ? s.buy(symbolOf(order.instrument), order.quantity, options)
              : s.sell(symbolOf(order.instrument), order.quantity, options);
          name(id, order.name, order.type);
          // Legs are numbered after their entry, the take-profit first.
          if (order.takeProfit !== undefined) name((id + 1) as OrderId, `${order.name}/take`, 'limit');
          if (order.stopLoss !== undefined) name((id + (order.takeProfit === undefined ? 1 : 2)) as OrderId, `${order.name}/stop`, 'stop');
          break;
        }
        case 'pair': {
          const { pair } = command;
          const { takeProfit, stopLoss } = s.oco({
            symbol: symbolOf(pair.instrument),
            side: pair.side,
            quantity: pair.quantity,
            takeProfit: dollars(pair.takeProfit),
            stopLoss: dollars(pair.stopLoss),
            timeInForce: pair.life,
          });
          name(takeProfit, `${pair.name}/take`, 'limit');
          name(stopLoss, `${pair.name}/stop`, 'stop');
          break;
        }
        case 'cancel': {
          const id = ids.get(command.order);
          if (id !== undefined) s.cancel(id);
          break;
        }
        case 'replace': {
          if (refused.includes(command.order)) refused.push(command.name);
          const id = ids.get(command.order);
          if (id === undefined) break;
          const type = types.get(command.order)!;
          const priced = command.price !== undefined && (type === 'limit' || type === 'stop') ? { [type]: dollars(command.price) } : {};
          let made: OrderId;
          try {
            made = s.replace(id, { ...(command.quantity !== undefined && { quantity: command.quantity }), ...priced });
          } catch (error) {
            // To replace what the strategy has been told has ended is a bug of the strategy, and thrown.
            if ((error as { code?: string }).code !== 'order/not-open') throw error;
            refused.push(command.name);
            break;
          }
          name(made, command.name, type);
          break;
        }
      }
    }
  };
  const result = await backtest({
    name: 'differential',
    feeds: [memoryFeed(series, [], actionsOf(scenario))],
    strategy: scripted({ onSlice: play, onExecution: (_, execution) => events.push(execution) }),
    broker: simulated({
      costs: [
        'bps' in fee ? percentFee(`${fee.bps}e-4`) : perShareFee({ perShare: `${fee.tenthCents}e-3`, minimum: dollars(fee.minimumCents) }),
      ],
      volumeLimit: scenario.volumePercent === 0 ? false : scenario.volumePercent / 100,
      pathPolicy: scenario.policy,
      ...(scenario.slippage > 0 && { slippage: [fixedBps(scenario.slippage)] }),
    }),
    account: { cash: scenario.cash, cashBuffer: 0, shortSales: scenario.shortSales },
  });
  const fills: ReferenceFill[] = [];
  const ends: Record<string, ReferenceEnd> = {};
  const filled = new Map<OrderId, number>();
  for (const execution of events) {
    const { id } = execution.order;
    const text = names.get(id)!;
    if (execution.kind === 'filled') {
      const { fill } = execution;
      filled.set(id, (filled.get(id) ?? 0) + fill.lots);
      fills.push({ order: text, shares: fill.lots, price: Math.round(fill.priceNumber * 1e6) / 1e4, point: fill.point });
    }
    if (!isTerminal(execution)) continue;
    const reason = execution.kind === 'filled' || !('reason' in execution) ? '' : execution.reason;
    ends[text] = { status: execution.kind as ReferenceEnd['status'], reason, filled: filled.get(id) ?? 0 };
  }
  for (const text of refused) ends[text] = { status: 'rejected', reason: 'order-ended', filled: 0 };
  const positions = bars.map((_, instrument) =>
    Number(result.positions.find(({ symbol }) => symbol === symbolOf(instrument))?.quantity ?? 0),
  );
  return { fills, ends, cash: BigInt(result.finalCash.mul('1e8').toFixed(0)), positions, events };
}

function optionsOf(order: ScenarioOrder, sessions: Scenario['sessions']): OrderOptions {
  return {
    timeInForce: order.life,
    ...(order.limit !== undefined && { limit: dollars(order.limit) }),
    ...(order.stop !== undefined && { stop: dollars(order.stop) }),
    ...(order.trailAmount !== undefined && { trailAmount: dollars(order.trailAmount) }),
    ...(order.trailPercent !== undefined && { trailPercent: order.trailPercent }),
    ...(order.until !== undefined && { expiresAt: sessions[order.until]!.close }),
    ...(order.takeProfit !== undefined && { takeProfit: dollars(order.takeProfit) }),
    ...(order.stopLoss !== undefined && { stopLoss: dollars(order.stopLoss) }),
  };
}

/** Every instrument has a history: one without actions says that there were none. */
function actionsOf({ bars, sessions, actions }: Scenario): ActionHistory[] {
  const dateOf = (session: number): string => new Date(sessions[session]!.open).toISOString().slice(0, 10);
  return bars.map((_, instrument) => ({
    symbol: symbolOf(instrument),
    from: dateOf(0),
    to: dateOf(sessions.length - 1),
    actions: actions
      .filter((action) => action.instrument === instrument)
      .map((action) => {
        const common = { symbol: symbolOf(instrument), exDate: dateOf(action.session) };
        if (action.kind === 'split') return { kind: 'split', ...common, numerator: action.numerator, denominator: action.denominator };
        return {
          kind: 'dividend',
          ...common,
          amount: action.cents / 100,
          ...(action.paid !== undefined && { payDate: dateOf(action.paid) }),
        };
      }),
  }));
}
