import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

import { barstream, type CliOptions, type CliRun } from './cli.js';

/** A command that goes on until it is told to stop. */
export interface LongRun {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly done: Promise<CliRun>;
  /** Resolves with the instant (epoch ms) at which stdout was first seen to hold a text. Rejects when the process ends before, or after 20 s. */
  seen(text: string): Promise<number>;
}

/** Starts the compiled command line and leaves it running. */
export function startBarstream(args: readonly string[], options: CliOptions = {}): LongRun {
  let child: ChildProcess | undefined;
  const out: string[] = [];
  const err: string[] = [];
  let isOver = false;
  const done = barstream(args, {
    ...options,
    started: (started) => {
      child = started;
      started.stdout!.on('data', (chunk: Buffer) => out.push(chunk.toString()));
      started.stderr!.on('data', (chunk: Buffer) => err.push(chunk.toString()));
    },
  }).finally(() => (isOver = true));
  return {
    child: child!,
    stdout: () => out.join(''),
    stderr: () => err.join(''),
    done,
    async seen(text) {
      for (let looks = 0; looks < 2000; looks++) {
        if (out.join('').includes(text)) return Date.now();
        if (isOver) break;
        await wait(10);
      }
      throw new Error(`never said ${JSON.stringify(text)}:\n${out.join('')}\n${err.join('')}`);
    },
  };
}
