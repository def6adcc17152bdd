import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const main = path.join(root, 'dist', 'cli', 'main.js');
const fixtures = path.join(root, 'test', 'cli', 'fixtures');

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process when it has started. */
  readonly started?: (child: ChildProcess) => void;
}

/** Path of a file that the tests of the command line run. */
export function fixture(name: string): string {
  return path.join(fixtures, name);
}

/** Runs the compiled command line. */
export function barstream(args: readonly string[], { cwd = root, env = {}, started }: CliOptions = {}): Promise<CliRun> {
  const failed = process.env['BARSTREAM_BUILD_ERROR'];
  if (failed !== undefined) throw new Error(`dist is missing or older than the sources, and it cannot be built:\n${failed}`);
  return new Promise((resolve, reject) => {
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    const child = spawn(process.execPath, [main, ...args], { cwd, env: { ...inherited, ...env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }));
    started?.(child);
  });
}

/** A new empty folder, and how to remove it. */
export function scratchFolder(): { readonly dir: string; readonly remove: () => void } {
  const dir = mkdtempSync(path.join(tmpdir(), 'barstream-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
