import type { RegisterCommand } from '../command.js';
import type { RerunCommandOptions } from './rerun.js';

/** `barstream rerun <manifest>`. */
export const registerRerun: RegisterCommand = (program, { signal, exitWith }) => {
  program
    .command('rerun')
    .description('Run a run again from its manifest, and prove that all its files come out the same, byte for byte.')
    .argument('<manifest>', "a run's manifest.json, or its folder")
    .option('--file <file>', 'the configuration file, where it is not found from the manifest')
    .option('-o, --out <dir>', 'keep the new files in this folder')
    .option('--json', 'print the outcome as JSON')
    .addHelpText(
      'after',
      '\nExit codes:\n  0  every file is the same\n  1  a file differs, or the run failed\n  2  the manifest or the configuration file is missing\n  3  the manifest is broken, or market data are missing or wrong',
    )
    .action(async (manifest: string, options: RerunCommandOptions) => {
      const { rerunCommand } = await import('./rerun.js');
      exitWith(await rerunCommand(manifest, options, signal));
    });
};
