const failed = [];

/** Prints what a script proves. It holds when there are no problems. */
export function check(name, problems) {
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  for (const one of problems) console.log(`       ${one}`);
  if (problems.length > 0) failed.push(name);
}

/** True where a check has failed so far. */
export function hasFailed() {
  return failed.length > 0;
}

/** Ends a script: the exit code is 1 where a check has failed. */
export function concludeChecks(script) {
  if (!hasFailed()) return;
  console.log(`${script} failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
