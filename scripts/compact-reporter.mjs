// Jest reporter: a line per test file, what its tests said with console.info as `file: message`, and failures in full.
// A failing file shows everything it wrote to the console, a passing one only console.info.
import path from 'node:path';

export default class CompactReporter {
  constructor(globalConfig) {
    this.globalConfig = globalConfig;
  }

  onTestResult(_test, result) {
    const file = path.relative(this.globalConfig.rootDir, result.testFilePath);
    const failed = result.numFailingTests > 0 || result.testExecError !== undefined;
    const { numPassingTests: passed, numFailingTests: failing, numPendingTests: pending, numTodoTests: todo } = result;
    const counts = [`${passed} passed`];
    if (failing > 0) counts.push(`${failing} failed`);
    if (pending + todo > 0) counts.push(`${pending + todo} skipped`);
    const seconds = ((result.perfStats.end - result.perfStats.start) / 1000).toFixed(1);
    const lines = [`${failed ? 'FAIL' : 'PASS'} ${file} (${counts.join(', ')}, ${seconds} s)`];
    for (const { type, message } of result.console ?? []) {
      if (type !== 'info' && !failed) continue;
      for (const line of message.split('\n')) lines.push(`  ${file}: ${type === 'info' ? '' : `${type}: `}${line}`);
    }
    if (failed && result.failureMessage) lines.push('', result.failureMessage);
    process.stdout.write(`${lines.join('\n')}\n`);
  }

  onRunComplete(_contexts, results) {
    const { snapshot } = results;
    const notes = [];
    if (snapshot.added > 0) notes.push(`${snapshot.added} snapshots written`);
    if (snapshot.updated > 0) notes.push(`${snapshot.updated} snapshots updated`);
    if (snapshot.unchecked > 0) notes.push(`${snapshot.unchecked} snapshots obsolete`);
    if (results.wasInterrupted) notes.push('the run was interrupted');
    if (results.numFailedTestSuites > 0) {
      notes.push(`${results.numFailedTestSuites} of ${results.numTotalTestSuites} test files failed:`);
      for (const one of results.testResults) {
        if (one.numFailingTests > 0 || one.testExecError) notes.push(`  ${path.relative(this.globalConfig.rootDir, one.testFilePath)}`);
      }
    }
    if (notes.length > 0) process.stdout.write(`\n${notes.join('\n')}\n`);
  }
}
