import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

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
  const build = path.join(packageRoot(), 'dist', 'assets', 'build.json');
  const code = compiled() && existsSync(build) ? (JSON.parse(readFileSync(build, 'utf8')) as { sha256: string }).sha256 : undefined;
  return { version, code };
}

/** A file that the build puts beside the compiled package. */
export function asset(name: string): string {
  return readFileSync(path.join(packageRoot(), 'dist', 'assets', name), 'utf8');
}

function compiled(): boolean {
  return import.meta.url.endsWith('.js');
}
