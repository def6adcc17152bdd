import { setTimeout as wait } from 'node:timers/promises';

import { xnys } from '../../src/calendar/index.js';
import type { CommandContext } from '../../src/cli/command.js';
import { EXIT } from '../../src/cli/exit-codes.js';
import { InstanceLock, journalFile, OperatorFiles, SqliteJournal } from '../../src/live/index.js';
import { counted, print, printJson } from '../data/output.js';
import { existingFolder } from './instance-folder.js';
import { tallyOf, type RunTally } from './run-tally.js';
import { orderText } from './step-lines.js';

/** Options of the commands about one instance. */
export interface OperateFlags {
  readonly state?: string;
  readonly json?: boolean;
}

export interface HaltFlags extends OperateFlags {
  readonly reason?: string;
  readonly keepOrders?: boolean;
}

/** How often the journal is looked at, and for how long, in milliseconds. */
const LOOK = 50;
const PATIENCE = 5000;

/** What came of an operator's word. */
interface Answer {
  /** `obeyed`; `waiting`: the process has heard it and is not done; `silent`: it has not answered; `not-running`: nobody heard it. */
  readonly outcome: 'obeyed' | 'waiting' | 'silent' | 'not-running';
  readonly said: string;
}

/** Halts an instance. */
export async function haltCommand(instance: string, flags: HaltFlags, context: CommandContext): Promise<void> {
  const { reason = 'halted by the operator', keepOrders = false } = flags;
  await using(instance, flags, context, async (run) => {
    const before = run.files.halt;
    run.files.setHalt({ reason, by: 'operator', cancel: !keepOrders });
    const already = before === undefined ? '' : ` It was halted already: ${before.reason}.`;
    const { open } = run.tally;
    if (!run.isRunning) {
      const left =
        open.length === 0 ? '' : ` ${counted(open.length, 'order')} may be working at the broker until then: ${ordersOf(run.tally)}.`;
      return {
        outcome: 'not-running',
        said: `No process is running. The halt stands: the next start sends nothing until it is resumed.${already}${left}`,
      };
    }
    const isHalted = before !== undefined || (await run.until(() => run.hasHeard('halt')));
    if (!isHalted) return run.silent();
    if (keepOrders) return { outcome: 'obeyed', said: `Halted.${already} Orders that work were left alone: ${ordersOf(run.tally)}.` };
    if (await run.until(() => run.tally.open.length === 0)) return { outcome: 'obeyed', said: `Halted.${already} No order is working.` };
    return { outcome: 'waiting', said: `Halted.${already} Orders are being canceled: ${ordersOf(run.tally)}.` };
  });
}

/** Lifts a halt. */
export async function resumeCommand(instance: string, flags: OperateFlags, context: CommandContext): Promise<void> {
  await using(instance, flags, context, async (run) => {
    const { halt } = run.files;
    run.files.clearFlatten();
    if (!run.files.clearHalt()) return { outcome: 'obeyed', said: 'It was not halted.' };
    const lifted = `The halt is lifted; it was: ${halt!.reason}.`;
    if (!run.isRunning) return { outcome: 'not-running', said: `${lifted} No process is running: start it again.` };
    return (await run.until(() => run.hasHeard('resume'))) ? { outcome: 'obeyed', said: `${lifted} It trades again.` } : run.silent();
  });
}

/** Closes everything. */
export async function flattenCommand(instance: string, flags: OperateFlags, context: CommandContext): Promise<void> {
  await using(instance, flags, context, async (run) => {
    const wasHalted = run.files.halt !== undefined;
    run.files.setHalt({ reason: 'flatten', by: 'operator', cancel: true });
    run.files.setFlatten();
    if (!run.isRunning) {
      const said = `No process is running, and nothing has been sold. By the journal it holds ${positionsOf(run.tally)}. The next start cancels, closes all of it, and stays halted.`;
      return { outcome: 'not-running', said };
    }
    if (await run.until(() => !run.files.flatten))
      return { outcome: 'obeyed', said: 'Everything is closed. It stays halted until it is resumed.' };
    if (!run.hasHeard('halt') && !run.hasHeard('liquidate') && !wasHalted) return run.silent();
    const said = `It holds ${positionsOf(run.tally)}; orders: ${ordersOf(run.tally)}. The process goes on closing, when the market lets it; it stays halted until it is resumed.`;
    return { outcome: 'waiting', said };
  });
}

function ordersOf({ open }: RunTally): string {
  return open.length === 0 ? 'none' : open.map(({ order }) => orderText(order)).join('; ');
}

function positionsOf({ positions }: RunTally): string {
  return positions.length === 0 ? 'nothing' : positions.map(({ symbol, quantity }) => `${quantity} ${symbol}`).join(', ');
}

/** An instance that is told something, and its journal, in which the answer will stand. */
class OperatedRun {
  readonly files: OperatorFiles;
  readonly isRunning: boolean;
  readonly tally: RunTally;
  readonly #journal: SqliteJournal;
  readonly #heard = new Set<string>();

  constructor(folder: string, journal: SqliteJournal) {
    this.files = new OperatorFiles(folder);
    this.isRunning = InstanceLock.isHeld(folder);
    this.#journal = journal;
    this.tally = tallyOf(journal.meta, journal.steps());
  }

  /** Whether the process has taken an operator's command since it was told. */
  hasHeard(command: string): boolean {
    return this.#heard.has(command);
  }

  /** Follows the journal until something is so. False when patience is over. */
  async until(isSo: () => boolean): Promise<boolean> {
    for (let waited = 0; waited <= PATIENCE; waited += LOOK) {
      this.#follow();
      if (isSo()) return true;
      await wait(LOOK);
    }
    return false;
  }

  silent(): Answer {
    const said = `The word is written, but the process has not answered within ${PATIENCE / 1000} s: see whether it is stuck.`;
    return { outcome: 'silent', said };
  }

  #follow(): void {
    for (const step of this.#journal.steps(this.tally.lastStep?.number ?? 0)) {
      this.tally.begin(step);
      this.tally.take(step);
      if (step.input.kind === 'operator') this.#heard.add(step.input.command);
    }
  }
}

async function using(
  instance: string,
  { state, json = false }: OperateFlags,
  { exitWith }: CommandContext,
  task: (run: OperatedRun) => Promise<Answer>,
): Promise<void> {
  const folder = existingFolder(instance, state);
  // A calendar of the user's own decides nothing here, and is known to its configuration alone.
  const journal = new SqliteJournal(journalFile(folder), { readonly: true, calendarOf: () => xnys });
  try {
    const { outcome, said } = await task(new OperatedRun(folder, journal));
    if (json) printJson({ instance: journal.meta?.instance ?? instance, folder, outcome, said });
    else print(`${journal.meta?.instance ?? instance} (${folder}): ${said}`);
    if (outcome === 'silent') exitWith(EXIT.failed);
  } finally {
    journal.close();
  }
}
