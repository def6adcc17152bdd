import { pino, type Logger } from 'pino';

import type { Secrets } from './secrets.js';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type RunLogger = Logger;

const STDERR = 2;

/** A structured log on stderr: JSON lines, or short lines where it is a terminal. Secrets are taken out of every line. */
export function openLog(level: LogLevel, instance: string, secrets: Secrets): RunLogger {
  const stderr = pino.destination({ dest: STDERR, sync: true });
  const isTerminal = process.stderr.isTTY === true;
  const stream = { write: (line: string) => void stderr.write(secrets.redact(isTerminal ? shortLine(line) : line)) };
  return pino(
    { level, base: { instance }, formatters: { level: (label) => ({ level: label }) }, timestamp: pino.stdTimeFunctions.isoTime },
    stream,
  );
}

function shortLine(json: string): string {
  const { time, level, msg, code, data } = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const more = data === undefined ? '' : ` ${JSON.stringify(data)}`;
  return `${String(time).slice(11, 19)} ${String(level).toUpperCase().padEnd(5)} ${code === undefined ? '' : `${String(code)}: `}${String(msg)}${more}\n`;
}
