import { BarstreamError } from '../core/errors.js';

/** An error for people: what and where, how to mend it, and the stack only where it helps to find a bug. */
export function explained(error: unknown): string {
  if (!(error instanceof BarstreamError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = [`${error.name}: ${error.message}`];
  if (error.hint !== undefined) lines.push(`  hint: ${error.hint}`);
  lines.push(`  code: ${error.code}`);
  const { cause } = error;
  if (cause instanceof BarstreamError) lines.push(`  cause: ${cause.name}: ${cause.message}`);
  else if (cause instanceof Error) lines.push(...`cause: ${cause.stack ?? cause.message}`.split('\n').map((line) => `  ${line}`));
  return lines.join('\n');
}
