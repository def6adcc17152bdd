import type { Command } from 'commander';

import type { RegisterCommand } from '../../src/cli/command.js';

const EXIT_CODES = `Exit codes:
  0    the run has ended in good order, by itself or by SIGTERM or Ctrl-C; or the command has done what it should
  1    the strategy threw, or parity found another decision
  2    usage: unknown option, file, parameter or setting, no keys, or the instance is running already
  3    data: bars are missing or wrong, or did not come
  4    broker: it could not be reached, or its account and the books do not agree`;

/** `barstream paper` and the commands that look after its runs. What they need is loaded when they run. */
export const registerLive: RegisterCommand = (program, context) => {
  program
    .command('paper')
    .description('Run a configuration on live or replayed bars, through a paper account or a simulated broker.')
    .argument('<file>', 'the file to run')
    .option('--broker <name>', "where orders go: alpaca, or simulated (the configuration's own broker)", 'alpaca')
    .option('--feed <name>', "where bars come from: alpaca, or replay (the configuration's own feeds, offline)", 'alpaca')
    .option('--instance <name>', "name of the instance, which every order carries (default: the strategy's)")
    .option('--state <dir>', 'folder of the instance (default: .barstream/<instance>; a replay begins a new one each time)')
    .option('-s, --set <name=value>', 'set a parameter of the strategy (repeatable)', collect, [])
    .option('--seed <n>', 'seed of all chance in a new instance')
    .option('--dry-run', 'decide and print, but send and write nothing')
    .option('--once', 'end when what is due has been decided and answered: for cron')
    .option('--speed <n>', 'replay at n times real time (default: as fast as possible)')
    .option('--decide-before-close <minutes>', 'make session bars that close so many minutes before the session')
    .option('--alpaca-feed <name>', "alpaca's iex (free) or sip", 'iex')
    .option('--live', 'trade real money; the configuration must say live: { realMoney: true } too')
    .option('--json', 'print nothing on stdout but the summary as JSON, at the end')
    .option('--log-level <level>', 'debug, info, warn or error (default: info; warn in a replay and on a terminal)')
    .option('--webhook <url>', 'post warnings, errors, halts and fills there (default: BARSTREAM_WEBHOOK_URL)')
    .addHelpText('after', `\n${EXIT_CODES}`)
    .action(async (file: string, options: import('./paper-options.js').PaperFlags) => {
      const { paperCommand } = await import('./paper.js');
      await paperCommand(file, options, context);
    });

  ofInstance(program.command('halt'))
    .description('Stop an instance from trading, at once and until it is resumed, and cancel what it has working.')
    .option('--reason <text>', 'why, for whoever reads it later')
    .option('--keep-orders', 'leave working orders alone')
    .action(async (instance: string, options: import('./operate.js').HaltFlags) => {
      const { haltCommand } = await import('./operate.js');
      await haltCommand(instance, options, context);
    });

  ofInstance(program.command('resume'))
    .description('Lift the halt of an instance.')
    .action(async (instance: string, options: import('./operate.js').OperateFlags) => {
      const { resumeCommand } = await import('./operate.js');
      await resumeCommand(instance, options, context);
    });

  ofInstance(program.command('flatten'))
    .description('Halt an instance, cancel what it has working, and close all its positions at the market.')
    .action(async (instance: string, options: import('./operate.js').OperateFlags) => {
      const { flattenCommand } = await import('./operate.js');
      await flattenCommand(instance, options, context);
    });

  ofInstance(program.command('status'))
    .description('Print where an instance stands, from its journal. It does not disturb a process that is running.')
    .action(async (instance: string, options: import('./operate.js').OperateFlags) => {
      const { statusCommand } = await import('./status.js');
      await statusCommand(instance, options);
    });

  program
    .command('parity')
    .description('Take everything that came in through the strategy again, and name the first decision that differs.')
    .argument('<instance>', 'name of an instance, its folder, or its journal')
    .argument('[file]', 'the configuration (default: the file that was run)')
    .option('-s, --set <name=value>', 'set a parameter of the strategy (default: as it was run)', collect, [])
    .option('--json', 'print JSON, and nothing else, on stdout')
    .addHelpText('after', `\n${EXIT_CODES}`)
    .action(async (instance: string, file: string | undefined, options: import('./parity.js').ParityFlags) => {
      const { parityCommand } = await import('./parity.js');
      await parityCommand(instance, file, options, context);
    });
};

function ofInstance(command: Command): Command {
  return command
    .argument('<instance>', 'name of the instance, or its folder')
    .option('--state <dir>', 'its folder, where that is not .barstream/<instance>')
    .option('--json', 'print JSON, and nothing else, on stdout')
    .addHelpText('after', `\n${EXIT_CODES}`);
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}
