import type { RegisterCommand } from '../command.js';
import type { DiffCommandOptions } from './diff.js';

/** `barstream diff <runA> <runB>`. */
export const registerDiff: RegisterCommand = (program, { exitWith }) => {
  program
    .command('diff')
    .description('Compare two finished runs: what decided them, the first event that differs, and the figures that do.')
    .argument('<runA>', 'folder of a run, or its manifest.json')
    .argument('<runB>', 'the other one')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      '\nExit codes:\n  0  the runs are the same\n  1  they differ\n  2  there is no such run\n  3  a file is broken or was changed after its run',
    )
    .action(async (runA: string, runB: string, options: DiffCommandOptions) => {
      const { diffCommand } = await import('./diff.js');
      exitWith(await diffCommand(runA, runB, options));
    });
};
