import { ConfigError, DataError } from '../core/errors.js';
import type { TradeExplanation, TradeLeg } from '../report/explanation.js';
import { csvTable } from './csv-records.js';
import { RecordedOrders } from './recorded-orders.js';
import type { RunFolder } from './run-folder.js';

/**
 * Why a trade of a finished run happened, from the files of its folder: the same as `explainTrade` says of the result.
 * @param trade - its number in trades.csv
 * @throws ConfigError for a trade that the run does not have, or one behind the bound of provenance.jsonl; DataError for
 * a file that is missing or was changed after the run.
 */
export function explainFromFolder(run: RunFolder, trade: number): TradeExplanation {
  const { rows } = csvTable(run.text('trades.csv'));
  const cells = rows[trade - 1]?.cells;
  if (cells === undefined) {
    throw new ConfigError(`${run.dir} has no trade ${trade}`, {
      code: 'explain/no-trade',
      context: { dir: run.dir, trade, trades: rows.length },
      hint: rows.length === 0 ? 'no position was closed in this run' : `give a number from 1 to ${rows.length}, the id in trades.csv`,
    });
  }
  const cell = (name: string): string => cells[name] ?? '';
  const orders = new RecordedOrders(run);
  return {
    trade: {
      id: trade,
      strategy: cell('strategy'),
      symbol: cell('symbol'),
      side: cell('side') === 'short' ? 'short' : 'long',
      quantity: cell('quantity'),
      entryTime: cell('entry_time'),
      entryPrice: Number(cell('entry_price')),
      exitTime: cell('exit_time'),
      exitPrice: Number(cell('exit_price')),
      grossProfit: cell('gross_profit'),
      costs: cell('costs'),
      netProfit: cell('net_profit'),
    },
    entry: leg(run, orders, trade, Number(cell('entry_order_id')), Number(cell('entry_fill_id'))),
    exit: leg(run, orders, trade, Number(cell('exit_order_id')), Number(cell('exit_fill_id'))),
  };
}

function leg(run: RunFolder, orders: RecordedOrders, trade: number, orderId: number, fillId: number): TradeLeg {
  const order = orders.order(orderId);
  if (order === undefined) {
    throw new ConfigError(`the story of trade ${trade} was not kept: provenance.jsonl ends before its order ${orderId}`, {
      code: 'explain/not-kept',
      context: { dir: run.dir, trade, order: orderId },
      hint: 'run a shorter range of dates, for example with `from` and `to` around the trade',
    });
  }
  const fill = order.fills.find((one) => one.id === fillId);
  if (fill !== undefined) return { order, fill };
  throw new DataError(`${run.dir}/provenance.jsonl: order ${orderId} has no fill ${fillId}`, {
    code: 'run/file',
    context: { dir: run.dir, order: orderId, fill: fillId },
    hint: 'make the run again',
  });
}
