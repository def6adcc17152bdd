import path from 'node:path';
import { BarstreamError } from '../core/errors.js';
import { packageRoot } from '../report/package-info.js';

/** An error for people: what and where, how to mend it, and where in the user's own code it came from. */
export function explained(error: unknown): string {
  if (!(error instanceof BarstreamError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = [`${error.name}: ${error.message}`];
  if (error.hint !== undefined) lines.push(`  hint: ${error.hint}`);
  lines.push(`  code: ${error.code}`);
  const { cause } = error;
  if (cause instanceof Error) {
    lines.push(`  cause: ${error.message.includes(cause.message) ? cause.name : `${cause.name}: ${cause.message}`}`);
    lines.push(...usersFrames(cause));
  }
  return lines.join('\n');
}

/** Lines of a stack that lie neither in Node nor in a package. */
function usersFrames({ stack = '' }: Error): string[] {
  const own = path.join(packageRoot(), 'dist') + path.sep;
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !line.includes('node:') && !line.includes('node_modules') && !line.includes(own));
}
