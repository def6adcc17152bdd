import { createRequire } from 'node:module';

/** luxon, loaded by whoever needs its zones or its formats: all other runs start sooner without it. */
export function luxon(): typeof import('luxon') {
  return createRequire(import.meta.url)('luxon') as typeof import('luxon');
}
