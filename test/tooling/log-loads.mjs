// Preloaded: writes the address of each module that is loaded to the file BARSTREAM_LOADS, those that are required when the process ends.
import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';

const log = (url) => appendFileSync(process.env.BARSTREAM_LOADS, `${url}\n`);

// The hook runs in a thread of its own, which imports this file again.
if (isMainThread) {
  register(import.meta.url);
  process.on('exit', () => Object.keys(createRequire(import.meta.url).cache).forEach((file) => log(pathToFileURL(file))));
}

export async function load(url, context, next) {
  log(url);
  return next(url, context);
}
