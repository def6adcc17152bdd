import { afterAll } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder that lives as long as the test file's run. */
const folder = mkdtempSync(path.join(tmpdir(), 'barstream-feeds-'));
let written = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file of its own name, and returns its path. */
export function file(content: string | Uint8Array, name = `${++written}.csv`): string {
  const where = path.join(folder, name);
  writeFileSync(where, content);
  return where;
}

/** Path in that folder of a file that need not exist. */
export function place(name: string): string {
  return path.join(folder, name);
}
