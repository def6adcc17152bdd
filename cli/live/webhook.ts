import { ExponentialBackoff, handleAll, retry, timeout, TimeoutStrategy, wrap } from 'cockatiel';

import { ConfigError } from '../../src/core/errors.js';

/** What is posted: `text` for chats that show it as it is, the rest for programs. */
export interface Notification {
  readonly text: string;
  readonly instance: string;
  readonly kind: 'note' | 'fill';
  readonly level: string;
  readonly code: string;
  readonly message: string;
  /** By the clock of the run, ISO 8601. */
  readonly time: string;
  readonly data?: unknown;
}

const TIME_FOR_ONE = 5000;
const RETRIES = 3;
/** Further notifications that wait are dropped: a chat that is down must not fill the memory. */
const MOST_WAITING = 1000;
const TIME_TO_FLUSH = 10_000;

/** Posts notifications as JSON, one after the other, in the background. It neither holds up nor breaks the run, whatever the other side does. */
export class Webhook {
  readonly #url: string;
  readonly #onFault: (message: string) => void;
  readonly #waiting: Notification[] = [];
  readonly #policy = wrap(
    retry(handleAll, { maxAttempts: RETRIES, backoff: new ExponentialBackoff({ initialDelay: 250, maxDelay: 5000 }) }),
    timeout(TIME_FOR_ONE, TimeoutStrategy.Aggressive),
  );
  #sending: Promise<void> | undefined;
  #dropped = 0;

  /** @throws ConfigError for an address that cannot be, or that would send unencrypted. Its text is in no message: it is a secret. */
  constructor(url: string, onFault: (message: string) => void) {
    const { protocol = '', hostname = '' } = URL.canParse(url) ? new URL(url) : {};
    const isLocal = protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
    if (protocol !== 'https:' && !isLocal) {
      throw new ConfigError('the address of the webhook cannot be used', {
        code: 'paper/webhook',
        hint: 'write it as https://host/...; http:// is for this machine alone',
      });
    }
    this.#url = url;
    this.#onFault = onFault;
  }

  post(notification: Notification): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(notification);
    this.#sending ??= this.#send();
  }

  /** Waits for what is under way, but not for ever. */
  async flush(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, TIME_TO_FLUSH);
    });
    await Promise.race([this.#sending, late]);
    clearTimeout(timer);
  }

  async #send(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const body = JSON.stringify(next);
      try {
        await this.#policy.execute(async ({ signal }) => {
          const response = await fetch(this.#url, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal });
          await response.body?.cancel();
          if (!response.ok) throw new Error(`it answered ${response.status}`);
        });
      } catch (fault) {
        const dropped = this.#dropped === 0 ? '' : `; ${this.#dropped} more were dropped`;
        this.#dropped = 0;
        this.#onFault(`a notification could not be posted: ${fault instanceof Error ? fault.message : String(fault)}${dropped}`);
      }
    }
    this.#sending = undefined;
  }
}
