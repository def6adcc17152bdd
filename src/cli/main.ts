#!/usr/bin/env node
import { packageInfo } from '../report/package-info.js';
import { EXIT, EXIT_CODES_HELP, exitCodeOf } from './exit-codes.js';
import { explained } from './explain.js';

/** The command line. Whatever a command needs is loaded when it runs, so that asking for help is quick. */
async function main(argv: readonly string[]): Promise<number> {
  const { Command, CommanderError } = await import('commander');
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  const program = new Command('barstream').description('Event-driven backtesting and paper trading.').version(packageInfo().version);
  program.exitOverride();
  program
    .command('backtest')
    .description(
      'Run a TypeScript or JavaScript file that default-exports defineBacktest({ ... }), print its figures and write its artefacts.',
    )
    .argument('<file>', 'the file to run')
    .option(
      '-s, --set <name=value>',
      'set a parameter of the strategy (repeatable)',
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .option('-o, --out <dir>', 'folder of the artefacts (default: results/<name>)')
    .option('--json', 'print the metrics as JSON, and nothing else, on stdout')
    .option('--seed <n>', 'seed of all chance in the run')
    .option('--equity <points>', 'points in equity.csv and the tear sheet: sessions or all', 'sessions')
    .addHelpText(
      'after',
      `\nArtefacts: manifest.json metrics.json equity.csv orders.csv fills.csv trades.csv tearsheet.html\n\n${EXIT_CODES_HELP}`,
    )
    .action(async (file: string, options: import('./commands/backtest.js').BacktestCommandOptions) => {
      const { backtestCommand } = await import('./commands/backtest.js');
      await backtestCommand(file, options, interrupt.signal);
    });
  program.addHelpText('after', `\n${EXIT_CODES_HELP}`);
  try {
    await program.parseAsync(argv as string[]);
    return EXIT.ok;
  } catch (error) {
    if (interrupt.signal.aborted) {
      process.stderr.write('stopped; files of earlier runs are as they were\n');
      return EXIT.interrupted;
    }
    // Commander has printed its message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    process.stderr.write(`${explained(error)}\n`);
    return exitCodeOf(error);
  }
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await main(process.argv);
