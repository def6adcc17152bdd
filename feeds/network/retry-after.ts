import { SECOND, type Millis } from '../../src/core/time.js';

/** What a `Retry-After` header asks for: seconds, or a date, which is read by the source's own clock (`Date`). */
export function retryAfterOf(headers: Headers): Millis | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * SECOND;
  const wait = Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
