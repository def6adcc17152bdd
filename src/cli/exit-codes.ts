import { BrokerError, ConfigError, DataError } from '../core/errors.js';

/** What the process says with its exit code. */
export const EXIT = {
  ok: 0,
  /** The run failed: a strategy threw or sent an impossible order, or the books do not agree. */
  failed: 1,
  /** The command, the file or its configuration cannot work. */
  usage: 2,
  /** Market data are missing or wrong. */
  data: 3,
  broker: 4,
  /** Stopped by Ctrl-C: 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The same for `--help`. */
export const EXIT_CODES_HELP = `Exit codes:
  0    the run is complete
  1    a check failed: the strategy threw, sent an impossible order, or the books do not agree
  2    usage: unknown option, file, parameter or setting
  3    data: market data are missing or wrong
  4    broker: it could not be reached or broke its contract
  130  stopped by Ctrl-C; files of earlier runs stay whole`;

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof ConfigError) return EXIT.usage;
  if (error instanceof DataError) return EXIT.data;
  if (error instanceof BrokerError) return EXIT.broker;
  return EXIT.failed;
}
