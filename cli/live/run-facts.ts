import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** How an instance was started last: what an audit needs besides the journal. */
export interface RunFacts {
  /** The configuration, as an absolute path. */
  readonly file: string;
  /** Parameters as texts, by name. */
  readonly set: Readonly<Record<string, string>>;
  readonly broker: 'simulated' | 'alpaca';
  readonly feed: 'replay' | 'alpaca';
}

const NAME = 'run.json';

export function writeRunFacts(folder: string, facts: RunFacts): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, NAME), `${JSON.stringify(facts, null, 2)}\n`);
}

/** `undefined` where the instance was started from code. */
export function readRunFacts(folder: string): RunFacts | undefined {
  const file = path.join(folder, NAME);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunFacts) : undefined;
}
