import type { Command } from 'commander';

/** What every command is told. */
export interface CommandContext {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Sets the exit code of a command that did its work and found something, such as a failed check. */
  readonly exitWith: (code: number) => void;
}

/** Adds a command, or a group of them, to the command line. What a command needs is loaded when it runs. */
export type RegisterCommand = (program: Command, context: CommandContext) => void;
