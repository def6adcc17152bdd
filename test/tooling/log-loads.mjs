// Preloaded: writes the address of each module that is loaded to the file BARSTREAM_LOADS.
import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { register } from 'node:module';

// The hook runs in a thread of its own, which imports this file again.
if (isMainThread) register(import.meta.url);

export async function load(url, context, next) {
  appendFileSync(process.env.BARSTREAM_LOADS, `${url}\n`);
  return next(url, context);
}
