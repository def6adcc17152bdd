const NAMES = /(?:KEY|KEY_ID|SECRET|TOKEN|PASSWORD|PASS|CREDENTIALS)$/i;
/** Shorter values are words that stand in texts by chance. */
const SHORTEST = 6;
const HEADER = /((?:proxy-)?authorization|apca-api-[a-z-]+|x-api-key)(\\?["']?\s*[:=]\s*\\?["']?)(?:(?:bearer|basic)\s+)?[^\s"',}\\]+/gi;
const BEARER = /\b(bearer|basic)\s+[\w+/=.~-]{8,}/gi;
const HIDDEN = '[redacted]';

/** Takes out of texts what nobody should read in a log: values of the environment that are keys, credentials in headers, the secret part of a webhook's URL. */
export class Secrets {
  readonly #values: readonly string[];

  constructor(env: Readonly<Record<string, string | undefined>>, webhook?: string) {
    const values = Object.entries(env).flatMap(([name, value = '']) => (NAMES.test(name) ? [value] : []));
    if (webhook !== undefined) values.push(...secretPartsOf(webhook));
    const long = values.filter((value) => value.length >= SHORTEST);
    // As they stand in a text, and as they stand in JSON; the longest first, so that none leaves a rest of another.
    this.#values = [...new Set(long.flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]))].sort(
      (a, b) => b.length - a.length,
    );
  }

  redact(text: string): string {
    let clean = text;
    for (const value of this.#values) clean = clean.replaceAll(value, HIDDEN);
    return clean.replace(HEADER, `$1$2${HIDDEN}`).replace(BEARER, `$1 ${HIDDEN}`);
  }
}

/** All of an address but where it is. */
function secretPartsOf(address: string): string[] {
  if (!URL.canParse(address)) return [address];
  const { pathname, search, searchParams, username, password } = new URL(address);
  const parts = pathname.split('/').filter((part) => part.length >= 12);
  return [`${pathname}${search}`, pathname, ...parts, ...searchParams.values(), username, password].filter((part) => part !== '/');
}
