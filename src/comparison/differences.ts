import { jsonText } from '../report/json.js';
import type { ComparedRun } from './compared-run.js';

/** What makes the runs hard to compare, in plain sentences; empty where they differ in their strategies only. */
export function comparisonWarnings(runs: readonly ComparedRun[]): string[] {
  const warnings: string[] = [];
  const differs = (what: string, of: (run: ComparedRun) => string, consequence: string): void => {
    const values = runs.map(of);
    if (new Set(values).size > 1)
      warnings.push(`${what}: ${runs.map(({ label }, i) => `${label} ${values[i]!}`).join('; ')}. ${consequence}`);
  };
  differs(
    'The runs cover different periods',
    ({ dates }) => `${dates[0]!} to ${dates[dates.length - 1]!}`,
    'Curves and the first table show the sessions that all of them cover; the table of all figures shows each over its own period.',
  );
  differs('The price bases differ', ({ manifest }) => manifest.settings.basis, 'Returns with and without dividends cannot be compared.');
  differs(
    'The benchmarks differ',
    ({ manifest }) => manifest.settings.benchmark ?? 'none',
    'None is drawn, and figures against a benchmark are not comparable.',
  );
  differs(
    'The currencies differ',
    ({ manifest }) => manifest.settings.account.currency,
    'Changes of the exchange rate are in none of them.',
  );
  differs(
    'The calendars differ',
    ({ manifest }) => manifest.settings.calendar,
    'Their sessions and the factors that annualise are not the same.',
  );
  const costs = new Set(runs.map(({ manifest }) => jsonText(manifest.settings.broker)));
  if (costs.size > 1) warnings.push('The brokers are set up differently (costs, fills or path): part of the difference comes from that.');
  const changed = changedSeries(runs);
  if (changed.length > 0)
    warnings.push(
      `The data differ: ${changed.slice(0, 8).join(', ')}${changed.length > 8 ? ` and ${changed.length - 8} more` : ''} ${changed.length === 1 ? 'is' : 'are'} not the same in all runs.`,
    );
  return warnings;
}

/** Series that two runs of one period name the same and whose numbers differ. */
function changedSeries(runs: readonly ComparedRun[]): string[] {
  const hashes = new Map<string, Set<string>>();
  for (const { manifest } of runs) {
    for (const { symbol, interval, first, last, sha256 } of manifest.data.series) {
      const key = JSON.stringify([symbol, interval, first, last]);
      hashes.set(key, (hashes.get(key) ?? new Set()).add(sha256));
    }
  }
  return [...hashes].flatMap(([key, found]) => (found.size > 1 ? [(JSON.parse(key) as string[]).slice(0, 2).join(' ')] : []));
}
