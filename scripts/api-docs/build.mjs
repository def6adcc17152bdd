// npm run docs:api: builds the site of the API and the guides into docs/api. An export without a description, a type that a
// signature names but nobody can import, or a link that leads nowhere fails it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const typedoc = path.join(here, 'node_modules', 'typedoc', 'bin', 'typedoc');

if (!existsSync(typedoc)) {
  console.error('installing typedoc into scripts/api-docs/node_modules ...');
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: here,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    console.error('typedoc is not installed and npm could not fetch it; run `npm ci` in scripts/api-docs when online');
    process.exit(1);
  }
}

const { status } = spawnSync(process.execPath, [typedoc, '--options', path.join(here, 'typedoc.json')], { cwd: here, stdio: 'inherit' });
process.exit(status ?? 1);
