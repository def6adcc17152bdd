import { packageInfo } from '../report/package-info.js';
import type { RegisterCommand } from './command.js';
import { EXIT, EXIT_CODES_HELP, exitCodeOf } from './exit-codes.js';
import { explained } from './explain.js';

/**
 * The command line with these commands. Whatever a command needs is loaded when it runs, so that asking for help is quick.
 * @returns the exit code of the process.
 */
export async function runProgram(argv: readonly string[], commands: readonly RegisterCommand[]): Promise<number> {
  const { Command, CommanderError } = await import('commander');
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const program = new Command('barstream').description('Event-driven backtesting and paper trading.').version(packageInfo().version);
  program.exitOverride();
  let code: number = EXIT.ok;
  for (const register of commands) register(program, { signal: interrupt.signal, exitWith: (wanted) => (code = wanted) });
  program.addHelpText('after', `\n${EXIT_CODES_HELP}`);
  try {
    await program.parseAsync(argv as string[]);
    return code;
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
