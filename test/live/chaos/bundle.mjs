import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { build } from 'esbuild';

const require = createRequire(import.meta.url);

/** Makes one file of a script beside this one: it starts in half the time, and it is started a hundred times. Returns its path. */
export async function bundled(name, folder) {
  const outfile = path.join(folder, `${path.basename(name, '.mjs')}-${process.pid}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(name, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    plugins: [
      {
        name: 'native',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^better-sqlite3$/ }, () => ({
            path: pathToFileURL(require.resolve('better-sqlite3')).href,
            external: true,
          })),
      },
    ],
  });
  return outfile;
}
