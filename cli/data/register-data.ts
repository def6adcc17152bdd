import { EXIT_CODES_HELP } from '../../src/cli/exit-codes.js';
import type { RegisterCommand } from '../../src/cli/command.js';
import { DEFAULT_STORE, withCommonOptions, withSelection } from './common-options.js';

/** `barstream data ...`: the store of bars. */
export const registerData: RegisterCommand = (program, context) => {
  const data = program
    .command('data')
    .description(`Keep market data in a store (${DEFAULT_STORE} below the current folder), look at it and check it.`)
    .addHelpText('after', `\n${EXIT_CODES_HELP}`);

  withCommonOptions(data.command('fetch'))
    .description('Fetch what the store lacks of some symbols, and nothing else.')
    .argument('<symbols...>')
    .requiredOption('--from <date>', 'first date')
    .option('--to <date>', 'last date (default: today)')
    .option('--source <name>', 'who is asked: yahoo, alpaca or stooq', 'yahoo')
    .option('--basis <basis>', 'which prices: raw, split or total-return (default: split; stooq has no default)')
    .option('--feed <name>', "alpaca's iex or sip (default: iex)")
    .option('--interval <interval>', 'length of a bar: 1d, 1m, 1h, ...', '1d')
    .option('--offline', 'ask nobody; say what is missing')
    .action(async (symbols: string[], options: import('./fetch.js').FetchCommandOptions) => {
      const { fetchCommand } = await import('./fetch.js');
      await fetchCommand(symbols, options, context);
    });

  withCommonOptions(data.command('import'))
    .description('Put files into the store. Faulty rows are left out and reported; files without bars are passed over.')
    .argument('<files...>', 'CSV or Parquet files, one symbol each')
    .option('--symbol <symbol>', "symbol of the only file (default: the file's name)")
    .option('--source <name>', 'name under which the bars are kept', 'csv')
    .option(
      '--basis <basis>',
      "what the file's prices are: raw, split or total-return (default: what the file says, or judged by its adjusted close)",
    )
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

  withSelection(withCommonOptions(data.command('show')))
    .description('Print bars of a symbol.')
    .argument('<symbol>')
    .option('--rows <n>', 'how many of the first and of the last bars', '5')
    .action(async (symbol: string, options: import('./show.js').ShowCommandOptions) => {
      const { showCommand } = await import('./show.js');
      await showCommand(symbol, options);
    });

  withCommonOptions(data.command('check'))
    .description('Look for what makes market data lie, in the store or in files, and say what it would do to a run.')
    .argument('[what...]', 'symbols of the store, or files (default: all of the store)')
    .option('--interval <interval>', 'length of a bar: of the store (default: all), or of the files (default: 1d)')
    .option('--basis <basis>', 'which prices: raw, split or total-return')
    .option('--stamp <anchor>', 'files: what an intraday stamp is: open or close')
    .option('--zone <zone>', 'files: zone of stamps without an offset')
    .option('--calendar <name>', 'files: calendar of the venue: XNYS or always-open', 'XNYS')
    .option('--strict', 'warnings fail the check too')
    .action(async (what: string[], options: import('./check.js').CheckCommandOptions) => {
      const { checkCommand } = await import('./check.js');
      await checkCommand(what, options, context);
    });

  withSelection(withCommonOptions(data.command('export')))
    .description('Write bars of the store to files, one a symbol.')
    .argument('<symbols...>')
    .option('--out <dir>', 'folder of the files', '.')
    .option('--to-format <format>', 'csv or parquet', 'csv')
    .action(async (symbols: string[], options: import('./export.js').ExportCommandOptions) => {
      const { exportCommand } = await import('./export.js');
      await exportCommand(symbols, options);
    });
};
