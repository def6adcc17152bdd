import { constants } from 'node:os';
import path from 'node:path';

import { assignments, parametersOf } from '../../src/cli/assignments.js';
import type { CommandContext } from '../../src/cli/command.js';
import { EXIT, exitCodeOf } from '../../src/cli/exit-codes.js';
import { explained } from '../../src/cli/explain.js';
import { loadConfig } from '../../src/cli/load-config.js';
import { ReconciliationError } from '../../src/core/errors.js';
import type { BacktestConfig } from '../../src/engine/config.js';
import { InstanceLock, instanceNameOf, runLive } from '../../src/live/index.js';
import { print } from '../data/output.js';
import { folderOf, newReplayFolder } from './instance-folder.js';
import { openLog, type LogLevel } from './log.js';
import { checkKeys, checkRealMoney, paperOptionsOf, type PaperFlags, type PaperOptions } from './paper-options.js';
import { summaryOf, summaryText } from './paper-summary.js';
import { writeRunFacts } from './run-facts.js';
import { RunWatch } from './run-watch.js';
import { Secrets } from './secrets.js';
import { leftIn, surroundingsOf } from './surroundings.js';
import { Webhook } from './webhook.js';

/** Signals that come within this time, in milliseconds, are one. */
const SAME_SIGNAL = 1000;

/** Runs a configuration on paper, or live. */
export async function paperCommand(file: string, flags: PaperFlags, context: CommandContext): Promise<void> {
  const options = paperOptionsOf(flags);
  checkKeys(options, file, process.env);
  const texts = assignments(flags.set);
  // What the user's own code prints must not end up in the JSON.
  if (options.json) console.log = console.info = console.debug = console.error;
  const { config } = await loadConfig(file);
  checkRealMoney(options, config);
  const url = flags.webhook ?? process.env['BARSTREAM_WEBHOOK_URL'] ?? '';
  const secrets = new Secrets(process.env, url === '' ? undefined : url);
  const stop = stopOf(context.signal);
  try {
    await run({ file, flags, options, texts, config, url, secrets, stop, context });
  } catch (error) {
    // Stopped before there was anything to end in good order.
    if (stop.aborted && (error as Error).name === 'AbortError') return;
    process.stderr.write(`${secrets.redact(explained(error))}\n`);
    context.exitWith(error instanceof ReconciliationError ? EXIT.broker : exitCodeOf(error));
  }
}

interface PaperRun {
  readonly file: string;
  readonly flags: PaperFlags;
  readonly options: PaperOptions;
  readonly texts: Readonly<Record<string, string>>;
  readonly config: BacktestConfig;
  readonly url: string;
  readonly secrets: Secrets;
  readonly stop: AbortSignal;
  readonly context: CommandContext;
}

async function run({ file, flags, options, texts, config, url, secrets, stop, context }: PaperRun): Promise<void> {
  const { broker, feed, dryRun, once, json, seed } = options;
  const instance = instanceNameOf(config, flags.instance);
  const isReplay = feed === 'replay';
  const isNamed = flags.instance !== undefined || flags.state !== undefined;
  const folder = isReplay && !isNamed ? newReplayFolder(instance, !dryRun) : folderOf(instance, flags.state);
  const left = leftIn(folder, config);
  if (left.isOver) return print(`${folder}: nothing is left to play. Leave --instance and --state out to begin anew.`);

  const log = openLog(options.logLevel ?? defaultLevel(isReplay), instance, secrets);
  const webhook = url === '' ? undefined : new Webhook(url, (message) => log.warn({ code: 'webhook/failed' }, secrets.redact(message)));
  const say = (text: string): void => print(secrets.redact(text));
  const watch = new RunWatch({ log, webhook, secrets, instance, tally: left.tally, print: json ? undefined : say });
  const surroundings = await surroundingsOf(config, options, left, stop);
  if (!dryRun && !InstanceLock.isHeld(folder)) writeRunFacts(folder, { file: path.resolve(file), set: texts, broker, feed });
  try {
    const result = await runLive({
      ...surroundings,
      folder,
      instance,
      params: parametersOf(config, texts),
      dryRun,
      once,
      startWithLastBar: once,
      durability: isReplay ? 'relaxed' : 'full',
      signal: stop,
      onNote: (note) => watch.onNote(note),
      onStep: (step) => watch.onStep(step),
      ...(seed === undefined ? {} : { seed }),
    });
    const summary = summaryOf(result, left.tally, { name: config.name, folder, dryRun });
    say(json ? JSON.stringify(summary, null, 2) : summaryText(summary));
    if (result.end === 'failed') context.exitWith(EXIT.failed);
  } finally {
    await webhook?.flush();
  }
}

function defaultLevel(isReplay: boolean): LogLevel {
  return isReplay || process.stderr.isTTY === true ? 'warn' : 'info';
}

/**
 * Ends a run in good order on SIGTERM as on Ctrl-C; a second one, later, ends the process at once. Launchers such as npx hand a signal on
 * to a process that has it already: that is not a second one.
 */
function stopOf(interrupt: AbortSignal): AbortSignal {
  const stop = new AbortController();
  let since: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    since ??= performance.now();
    stop.abort();
    if (performance.now() - since > SAME_SIGNAL) process.exit(128 + constants.signals[signal]);
  };
  if (interrupt.aborted) stop.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return stop.signal;
}
