import { journalFile, type LiveResult } from '../../src/live/index.js';
import { count, counted } from '../data/output.js';
import { orderText } from './step-lines.js';
import type { RunTally } from './run-tally.js';

/** What a paper run has come to, as `--json` prints it. Orders, fills and costs are those of the instance since its beginning. */
export interface PaperSummary {
  readonly name: string;
  readonly instance: string;
  readonly end: LiveResult['end'];
  readonly steps: number;
  readonly equity: number;
  readonly cash: string;
  readonly positions: LiveResult['positions'];
  readonly openOrders: readonly string[];
  readonly orders: number;
  readonly fills: number;
  readonly costs: string;
  readonly halted?: string;
  /** `null` after a dry run, which leaves none. */
  readonly journal: string | null;
}

const ENDS: Readonly<Record<LiveResult['end'], string>> = {
  ended: 'the bars are over',
  once: 'what was due is done',
  signal: 'stopped in good order',
  failed: 'the strategy threw',
};

export function summaryOf(
  { end, instance, steps, equity, cash, positions, haltReason }: LiveResult,
  { orders, fills, costs, open }: RunTally,
  { name, folder, dryRun }: { readonly name: string; readonly folder: string; readonly dryRun: boolean },
): PaperSummary {
  return {
    name,
    instance,
    end,
    steps,
    equity,
    cash,
    positions,
    openOrders: open.map(({ order }) => orderText(order)),
    orders,
    fills,
    costs: costs.toFixed(),
    ...(haltReason !== undefined && { halted: haltReason }),
    journal: dryRun ? null : journalFile(folder),
  };
}

/** The same for people. */
export function summaryText(summary: PaperSummary): string {
  const { name, instance, end, steps, equity, cash, positions, openOrders, orders, fills, costs, halted, journal } = summary;
  const lines = [
    '',
    `${name} as ${instance}: ${ENDS[end]}, ${counted(steps, 'step')}`,
    `  Equity       ${money(equity)}`,
    `  Cash         ${money(Number(cash))}`,
    `  Positions    ${positions.length === 0 ? 'none' : positions.map(({ symbol, quantity }) => `${quantity} ${symbol}`).join(', ')}`,
    `  Open orders  ${openOrders.length === 0 ? 'none' : openOrders.join('; ')}`,
    `  Traded       ${counted(orders, 'order')}, ${counted(fills, 'fill')}, costs ${money(Number(costs))}`,
    ...(halted === undefined ? [] : [`  Halted       ${halted}`]),
    journal === null ? 'A dry run: nothing was sent or written.' : `Journal: ${journal}`,
  ];
  return lines.join('\n');
}

/** An amount to the cent, with commas. */
export function money(value: number): string {
  const [whole = '', cents] = Math.abs(value).toFixed(2).split('.');
  return `${value < 0 ? '-' : ''}${count(Number(whole))}.${cents}`;
}
