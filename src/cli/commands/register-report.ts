import type { RegisterCommand } from '../command.js';
import type { ReportCommandOptions } from './report.js';

/** `barstream report <runs...>`. */
export const registerReport: RegisterCommand = (program) => {
  program
    .command('report')
    .description('Compare finished runs in one page: figures, growth, drawdowns, monthly returns and correlation.')
    .argument('<runs...>', 'folders of runs, or their manifest.json files')
    .option('-o, --out <dir>', 'folder of the page report.html', 'results/report')
    .option('--title <text>', 'title of the page (default: the names of the runs)')
    .option('--png', 'also write pictures of the charts as PNG, into the folder charts within --out')
    .option('--svg', 'also write pictures of the charts as SVG')
    .addHelpText(
      'after',
      '\nExit codes:\n  0  the page is written\n  2  there is no such run, or the runs have no session in common\n  3  a file is missing, broken, or was changed after its run',
    )
    .action(async (runs: string[], options: ReportCommandOptions) => {
      const { reportCommand } = await import('./report.js');
      await reportCommand(runs, options);
    });
};
