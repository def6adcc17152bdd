import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../core/errors.js';

/** Which Barstream made a report. */
export interface PackageInfo {
  readonly version: string;
  /** SHA-256 of the compiled package; `undefined` when it runs from its sources. */
  readonly code: string | undefined;
}

/** Folder of the package, found from this file, compiled or not. */
export function packageRoot(): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
  }
}

export function packageInfo(): PackageInfo {
  const { version } = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  const build = assetPath('build.json');
  const code = compiled() && existsSync(build) ? (JSON.parse(readFileSync(build, 'utf8')) as { sha256: string }).sha256 : undefined;
  return { version, code };
}

/** A file of the built package. Modules are bundled, so that none finds another one by its own place. */
export function builtFile(name: string): string {
  return path.join(packageRoot(), 'dist', name);
}

/** Where the build puts a file beside the compiled package. */
export function assetPath(name: string): string {
  return builtFile(`assets/${name}`);
}

/**
 * A text that the build puts beside the compiled package.
 * @throws ConfigError when the package was not built.
 */
export function asset(name: string): string {
  return assetBytes(name).toString('utf8');
}

/** The same as bytes. */
export function assetBytes(name: string): Buffer {
  const file = assetPath(name);
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new ConfigError(`reports need ${file}, which cannot be read`, {
      code: 'report/not-built',
      context: { file },
      hint: 'build the package first: npm install && npm run build',
      cause,
    });
  }
}

function compiled(): boolean {
  return import.meta.url.endsWith('.js');
}
