import { EXIT_CODES_HELP } from '../exit-codes.js';
import type { RegisterCommand } from '../command.js';
import type { BacktestCommandOptions } from './backtest.js';

/** `barstream backtest <file>`. */
export const registerBacktest: RegisterCommand = (program, { signal }) => {
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
    .option('--png', 'also write pictures of the charts as PNG, into the folder charts within --out')
    .option('--svg', 'also write pictures of the charts as SVG')
    .addHelpText(
      'after',
      `\nArtefacts: manifest.json metrics.json equity.csv orders.csv fills.csv trades.csv provenance.jsonl tearsheet.html\n\n${EXIT_CODES_HELP}`,
    )
    .action(async (file: string, options: BacktestCommandOptions) => {
      const { backtestCommand } = await import('./backtest.js');
      await backtestCommand(file, options, signal);
    });
};
