import type { RegisterCommand } from '../command.js';
import type { ExplainCommandOptions } from './explain.js';

/** `barstream explain <run> <trade>`. */
export const registerExplain: RegisterCommand = (program) => {
  program
    .command('explain')
    .description(
      'Tell why a trade of a finished run happened: what was known, what was cut, which bar filled it by which rule, what it cost.',
    )
    .argument('<run>', 'folder of the run, or its manifest.json')
    .argument('<trade>', 'number of the trade: its id in trades.csv')
    .option('--json', 'print it as JSON')
    .action(async (run: string, trade: string, options: ExplainCommandOptions) => {
      const { explainCommand } = await import('./explain.js');
      explainCommand(run, trade, options);
    });
};
