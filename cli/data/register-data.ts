import { EXIT_CODES_HELP } from '../../src/cli/exit-codes.js';
import type { RegisterCommand } from '../../src/cli/command.js';
import { DEFAULT_STORE, withCommonOptions } from './common-options.js';

/** `barstream data ...`: the store of bars. */
export const registerData: RegisterCommand = (program, context) => {
  const data = program
    .command('data')
    .description(`Keep market data in a store (${DEFAULT_STORE} below the current folder), look at it and check it.`)
    .addHelpText('after', `\n${EXIT_CODES_HELP}`);

  withCommonOptions(data.command('import'))
    .description('Put files into the store. Faulty rows are left out and reported; files without bars are passed over.')
    .argument('<files...>', 'CSV files, one symbol each')
    .option('--symbol <symbol>', "symbol of the only file (default: the file's name)")
    .option('--source <name>', 'name under which the bars are kept', 'csv')
    .option('--basis <basis>', "what the file's prices are: raw, split or total-return (default: judged by the adjusted close)")
    .option('--interval <interval>', 'length of a bar: 1d, 1m, 1h, ...', '1d')
    .option('--stamp <anchor>', 'what an intraday stamp is: open or close')
    .option('--zone <zone>', 'zone of stamps without an offset, such as America/New_York')
    .option('--format <format>', 'format of the times: date, iso, epoch-seconds, epoch-millis or luxon tokens')
    .option('--calendar <name>', 'calendar of the venue: XNYS or always-open', 'XNYS')
    .option('--currency <code>', 'currency of the prices', 'USD')
    .option('--strict', 'stop a file at its first faulty row')
    .option('--replace', 'forget what the store has of these series first')
    .action(async (files: string[], options: import('./import.js').ImportCommandOptions) => {
      const { importCommand } = await import('./import.js');
      await importCommand(files, options, context);
    });

  withCommonOptions(data.command('list'))
    .description('Print what the store has.')
    .argument('[symbols...]', 'only these symbols')
    .action(async (symbols: string[], options: import('./list.js').ListCommandOptions) => {
      const { listCommand } = await import('./list.js');
      await listCommand(symbols, options, context);
    });
};
