import type { Millis } from '../../src/core/time.js';

/**
 * What became of a request.
 * - `ok`: done, with the body of the answer (`undefined` where it has none);
 * - `refused`: not done, and the venue says why;
 * - `unclear`: done or not done. Nothing may be concluded from it.
 */
export type Answer =
  | { readonly kind: 'ok'; readonly status: number; readonly body: unknown; readonly requestId: string | undefined }
  | { readonly kind: 'refused'; readonly status: number; readonly words: string; readonly requestId: string | undefined }
  | { readonly kind: 'unclear'; readonly why: string; readonly status?: number };

/** The least of a response that is looked at. */
export interface ResponseLike {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** Reads a response. Whatever is not whole, not JSON, or of a server in trouble is unclear. */
export async function answerOf(response: ResponseLike): Promise<Answer> {
  const { status } = response;
  const requestId = response.headers.get('x-request-id') ?? undefined;
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    return { kind: 'unclear', status, why: `the answer (${status}) broke off: ${wordsOf(cause)}` };
  }
  if (status >= 500 || status === 408) return { kind: 'unclear', status, why: `the venue answered ${status}: ${beginning(text)}` };
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    return { kind: 'unclear', status, why: `the answer (${status}) is not JSON: ${beginning(text)}` };
  }
  if (status >= 200 && status < 300) return { kind: 'ok', status, body, requestId };
  if (status >= 400 && typeof body === 'object' && body !== null)
    return { kind: 'refused', status, words: refusalWords(status, body), requestId };
  return { kind: 'unclear', status, why: `the venue answered ${status}: ${beginning(text)}` };
}

/** Figures that the venue adds to its words. */
const FIGURES = ['cost_basis', 'buying_power', 'existing_qty', 'held_for_orders', 'available'];

function refusalWords(status: number, body: object): string {
  const json = body as Readonly<Record<string, unknown>>;
  const words = typeof json['message'] === 'string' && json['message'] !== '' ? json['message'] : `refused with ${status}`;
  const figures = FIGURES.filter((name) => typeof json[name] === 'string' || typeof json[name] === 'number');
  const told = figures.map((name) => `${name.replaceAll('_', ' ')} ${String(json[name])}`).join(', ');
  return told === '' ? words : `${words} (${told})`;
}

/** Longest wait that a venue may ask for. */
const LONGEST = 120_000;
const SHORTEST = 250;

/**
 * How long a venue that answers 429 wants to be left alone: `Retry-After`, else until `X-Ratelimit-Reset`, both read by the venue's
 * own clock where it tells it; else a second.
 */
export function waitOf(headers: ResponseLike['headers'], now: Millis): Millis {
  const date = Date.parse(headers.get('date') ?? '');
  const theirs = Number.isNaN(date) ? now : date;
  const after = headers.get('retry-after')?.trim() ?? '';
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  let wait = 1000;
  if (/^\d+(\.\d+)?$/.test(after)) wait = Number(after) * 1000;
  else if (!Number.isNaN(Date.parse(after))) wait = Date.parse(after) - theirs;
  else if (reset > 0) wait = reset * 1000 - theirs;
  return Math.min(Math.max(wait, SHORTEST), LONGEST);
}

/** A fault in its own words, with those of its cause. */
export function wordsOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const { cause } = fault;
  const code = (fault as { readonly code?: unknown }).code;
  const own = fault.message === '' ? String(code ?? fault.name) : fault.message;
  return cause instanceof Error && cause !== fault ? `${own}: ${wordsOf(cause)}` : own;
}

function beginning(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line === '' ? 'nothing' : JSON.stringify(line.length > 100 ? `${line.slice(0, 100)}…` : line);
}
