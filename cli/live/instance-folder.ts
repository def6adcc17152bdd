import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { ConfigError } from '../../src/core/errors.js';
import { journalFile } from '../../src/live/index.js';

/** Where instances have their folders unless `--state` says otherwise: below the current folder. */
const ROOT = '.barstream';

/** Folder of an instance by its name. */
export function folderOf(instance: string, state: string | undefined): string {
  return state ?? path.join(ROOT, instance);
}

/**
 * Folder of an instance that there is: by its name, its folder, or its journal.
 * @throws ConfigError where there is none: a word that reaches nobody must not look as if it had.
 */
export function existingFolder(instance: string, state?: string): string {
  const places = state === undefined ? [folderOf(instance, undefined), instance] : [state];
  for (const place of places) {
    if (!existsSync(place)) continue;
    const folder = statSync(place).isDirectory() ? place : path.dirname(place);
    if (existsSync(journalFile(folder))) return folder;
  }
  const known = knownInstances();
  throw new ConfigError(`there is no instance ${instance}: no journal in ${places.join(' or ')}`, {
    code: 'live/no-instance',
    context: { instance, places, known },
    hint:
      known.length > 0 ? `known here: ${known.join(', ')}` : 'run it from the folder in which the instance was started, or give --state',
  });
}

/** A new folder for a replay of an instance: the first of `<instance>-replay-1`, `-2`, ... that nobody has. */
export function newReplayFolder(instance: string, make: boolean): string {
  mkdirSync(ROOT, { recursive: true });
  for (let n = 1; ; n++) {
    const folder = folderOf(`${instance}-replay-${n}`, undefined);
    if (existsSync(folder)) continue;
    if (make) mkdirSync(folder);
    return folder;
  }
}

function knownInstances(): string[] {
  if (!existsSync(ROOT)) return [];
  return readdirSync(ROOT).filter((name) => existsSync(journalFile(path.join(ROOT, name))));
}
