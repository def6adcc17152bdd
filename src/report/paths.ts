import path from 'node:path';
import type { BacktestResult } from '../engine/result.js';

/** Names of sources and warnings without the folders of the machine that ran them. */
export function withoutMachinePaths({
  sources,
  warnings,
}: Pick<BacktestResult, 'sources' | 'warnings'>): Pick<BacktestResult, 'sources' | 'warnings'> {
  const absolute = sources.map((source) => source.name).filter((name) => path.isAbsolute(name));
  return {
    sources: sources.map((source) => ({ ...source, name: shortName(source.name) })),
    warnings: warnings.map((text) => absolute.reduce((shorter, name) => shorter.replaceAll(name, shortName(name)), text)),
  };
}

function shortName(name: string): string {
  return path.isAbsolute(name) ? path.basename(name) : name;
}
