import { xnys } from '../../src/calendar/index.js';
import { assignments, parametersOf } from '../../src/cli/assignments.js';
import type { CommandContext } from '../../src/cli/command.js';
import { EXIT } from '../../src/cli/exit-codes.js';
import { loadConfig } from '../../src/cli/load-config.js';
import type { BrokerFactory } from '../../src/broker/broker.js';
import { ConfigError } from '../../src/core/errors.js';
import type { BacktestConfig } from '../../src/engine/config.js';
import { coreBuilder, firstDifference, journalFile, SqliteJournal, type JournalStep } from '../../src/live/index.js';
import { print, printJson } from '../data/output.js';
import { existingFolder } from './instance-folder.js';
import { differenceText, parityText, type ParityReport } from './parity-text.js';
import { readRunFacts } from './run-facts.js';
import { againstModel, type ModelComparison } from './slippage.js';
import { simulatedOf } from './surroundings.js';

export interface ParityFlags {
  readonly set: readonly string[];
  readonly json?: boolean;
}

/** Takes a journal through today's strategy again. */
export async function parityCommand(
  instance: string,
  given: string | undefined,
  { set, json = false }: ParityFlags,
  { signal, exitWith }: CommandContext,
): Promise<void> {
  const folder = existingFolder(instance);
  const facts = readRunFacts(folder);
  const file = given ?? facts?.file;
  if (file === undefined) {
    throw new ConfigError(`${folder} does not say which configuration was run`, {
      code: 'parity/no-file',
      context: { folder },
      hint: `name it: npx barstream parity ${instance} <file>`,
    });
  }
  if (json) console.log = console.info = console.debug = console.error;
  const { config } = await loadConfig(file);
  const params = parametersOf(config, { ...facts?.set, ...assignments(set) });
  const journal = new SqliteJournal(journalFile(folder), { readonly: true, calendarOf: () => config.calendar ?? xnys });
  try {
    const report = await reportOf(journal, { config, params, venue: facts?.broker }, signal);
    if (json) printJson(report);
    else print(report.difference === undefined ? parityText(report) : `${differenceText(report.difference)}\n${parityText(report)}`);
    if (!report.same) exitWith(EXIT.failed);
  } finally {
    journal.close();
  }
}

interface Today {
  readonly config: BacktestConfig;
  readonly params: Readonly<Record<string, unknown>>;
  readonly venue: 'simulated' | 'alpaca' | undefined;
}

async function reportOf(journal: SqliteJournal, { config, params, venue }: Today, signal: AbortSignal): Promise<ParityReport> {
  const { meta } = journal;
  if (meta === undefined) {
    throw new ConfigError(`${journal.file} is empty: the instance has not begun`, { code: 'parity/empty', hint: 'run it first' });
  }
  const history = journal.history();
  const steps = [...journal.steps()];
  const isNetworked = venue === undefined ? steps.some(({ input }) => input.kind === 'venue') : venue === 'alpaca';
  const slices = steps.flatMap(({ input }) => (input.kind === 'slice' ? [input] : []));
  const builder = (broker: BrokerFactory) => coreBuilder({ config, meta, history, params, broker }, slices, signal);
  const make = await builder(isNetworked ? await unconnected() : simulatedOf(config));
  const difference = firstDifference(steps, make());
  return {
    instance: meta.instance,
    journal: journal.file,
    steps: steps.length,
    decisions: steps.reduce((sum, { decisions }) => sum + decisions.length, 0),
    same: difference === undefined,
    ...(difference && { difference }),
    slippage: await slippageOf(() => builder(simulatedOf(config)), steps),
  };
}

async function slippageOf(builder: () => ReturnType<typeof coreBuilder>, steps: readonly JournalStep[]): Promise<ModelComparison | string> {
  try {
    return againstModel((await builder())(), steps);
  } catch (error) {
    return `not known: ${(error as Error).message}`;
  }
}

/** The adapter as it interprets a journal: it connects to nothing, and needs no keys of anybody. */
async function unconnected(): Promise<BrokerFactory> {
  const { alpacaBroker } = await import('../../brokers/alpaca/alpaca-broker.js');
  return alpacaBroker({ env: { APCA_API_KEY_ID: 'none', APCA_API_SECRET_KEY: 'none' } });
}
