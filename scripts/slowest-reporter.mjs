// Jest reporter that keeps what scripts/test.mjs prints after the run: counts, skipped tests and the slowest ones.
import { writeFileSync } from 'node:fs';
import path from 'node:path';

export default class SlowestReporter {
  constructor(globalConfig, options) {
    this.globalConfig = globalConfig;
    this.options = options;
  }

  onRunComplete(_contexts, results) {
    const tests = results.testResults.flatMap((file) =>
      file.testResults.map((one) => ({
        file: path.relative(this.globalConfig.rootDir, file.testFilePath),
        name: one.fullName,
        status: one.status,
        milliseconds: one.duration ?? 0,
      })),
    );
    const finished = tests.filter((one) => one.status === 'passed' || one.status === 'failed');
    const summary = {
      passed: results.numPassedTests,
      // A file that could not even be loaded has no tests to count, yet it is a failure.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      filtered: this.globalConfig.testNamePattern ? results.numPendingTests : 0,
      skipped: this.globalConfig.testNamePattern ? [] : tests.filter((one) => ['pending', 'todo', 'disabled'].includes(one.status)),
      slowest: finished.sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 10),
    };
    const out = process.env.BARSTREAM_TEST_SUMMARY;
    if (out) writeFileSync(out, JSON.stringify(summary));
    else console.log(describeSlowest(summary.slowest));
  }
}

export function describeSlowest(slowest) {
  return [
    'Slowest tests:',
    ...slowest.map((one) => `${(one.milliseconds / 1000).toFixed(2).padStart(8)} s  ${one.file}: ${one.name}`),
  ].join('\n');
}
