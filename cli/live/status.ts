import { isoInstant } from '../../src/core/time.js';
import { InstanceLock, journalFile, OperatorFiles, SqliteJournal, type JournalNote } from '../../src/live/index.js';
import { xnys } from '../../src/calendar/index.js';
import { counted, print, printJson } from '../data/output.js';
import { existingFolder } from './instance-folder.js';
import type { OperateFlags } from './operate.js';
import { money } from './paper-summary.js';
import { tallyOf } from './run-tally.js';
import { orderText } from './step-lines.js';

const NOTES = 5;

/** Prints where an instance stands. Reads only. */
export async function statusCommand(instance: string, { state, json = false }: OperateFlags): Promise<void> {
  const folder = existingFolder(instance, state);
  // A calendar of the user's own decides nothing here, and is known to its configuration alone.
  const journal = new SqliteJournal(journalFile(folder), { readonly: true, calendarOf: () => xnys });
  try {
    const { meta } = journal;
    const tally = tallyOf(meta, journal.steps());
    const files = new OperatorFiles(folder, { quiet: true });
    const { lastStep, equity } = tally;
    const status = {
      instance: meta?.instance ?? instance,
      folder,
      running: InstanceLock.isHeld(folder),
      lastStep: lastStep && {
        number: lastStep.number,
        input: lastStep.input.kind,
        time: isoInstant(lastStep.position),
        taken: isoInstant(lastStep.at),
      },
      equity: equity && { value: equity.value, time: isoInstant(equity.time) },
      cash: tally.cash.toFixed(),
      positions: tally.positions,
      openOrders: tally.open.map(({ order, filled }) => ({ id: order.id, order: orderText(order), filled: filled.toFixed() })),
      orders: tally.orders,
      fills: tally.fills,
      costs: tally.costs.toFixed(),
      halt: files.halt,
      notes: journal.notes().slice(-NOTES).map(noteOf),
    };
    if (json) return printJson(status);
    print(textOf(status));
  } finally {
    journal.close();
  }
}

interface Status {
  readonly instance: string;
  readonly folder: string;
  readonly running: boolean;
  readonly lastStep: { readonly number: number; readonly input: string; readonly time: string; readonly taken: string } | undefined;
  readonly equity: { readonly value: number; readonly time: string } | undefined;
  readonly cash: string;
  readonly positions: readonly { readonly symbol: string; readonly quantity: string }[];
  readonly openOrders: readonly { readonly id: string; readonly order: string; readonly filled: string }[];
  readonly orders: number;
  readonly fills: number;
  readonly costs: string;
  readonly halt: { readonly reason: string; readonly by: string } | undefined;
  readonly notes: readonly ReturnType<typeof noteOf>[];
}

function noteOf({ at, level, code, message }: JournalNote) {
  return { time: isoInstant(at), level, code, message };
}

function textOf(status: Status): string {
  const { lastStep, equity, positions, openOrders, halt, notes } = status;
  return [
    `${status.instance} (${status.folder}): ${status.running ? 'running' : 'not running'}`,
    `  Last step    ${lastStep === undefined ? 'none yet' : `${lastStep.number}, ${lastStep.input}, ${lastStep.time}`}`,
    `  Equity       ${equity === undefined ? 'not known yet' : `${money(equity.value)} at ${equity.time}`}`,
    `  Cash         ${money(Number(status.cash))}`,
    `  Positions    ${positions.length === 0 ? 'none' : positions.map(({ symbol, quantity }) => `${quantity} ${symbol}`).join(', ')}`,
    `  Open orders  ${openOrders.length === 0 ? 'none' : openOrders.map(({ order, filled }) => (filled === '0' ? order : `${order} (${filled} filled)`)).join('; ')}`,
    `  Traded       ${counted(status.orders, 'order')}, ${counted(status.fills, 'fill')}, costs ${money(Number(status.costs))}`,
    `  Halt         ${halt === undefined ? 'none' : `${halt.reason} (${halt.by})`}`,
    ...(notes.length === 0
      ? []
      : ['Last notes', ...notes.map(({ time, level, code, message }) => `  ${time}  ${level}  ${code}: ${message}`)]),
  ].join('\n');
}
