import type { Observable } from 'rxjs';
import { BehaviorSubject, Subject } from '../../src/core/rx.js';

import type { DataError } from '../../src/core/errors.js';
import type { FeedNotice, LiveBar, LiveStatus } from '../../src/feed/live-feed.js';

/** The observable side of a live feed. Once it has ended it is silent. */
export class LiveOutlet {
  readonly #bars = new Subject<LiveBar>();
  readonly #status = new BehaviorSubject<LiveStatus>('connecting');
  readonly #notices = new Subject<FeedNotice>();
  #isEnded = false;

  readonly bars: Observable<LiveBar> = this.#bars.asObservable();
  readonly status: Observable<LiveStatus> = this.#status.asObservable();
  readonly notices: Observable<FeedNotice> = this.#notices.asObservable();

  /** True after `end` or `fail`. */
  get isEnded(): boolean {
    return this.#isEnded;
  }
  get state(): LiveStatus {
    return this.#status.value;
  }

  deliver(bar: LiveBar): void {
    if (!this.#isEnded) this.#bars.next(bar);
  }

  setStatus(status: LiveStatus): void {
    if (!this.#isEnded && this.#status.value !== status) this.#status.next(status);
  }

  notice(notice: FeedNotice): void {
    if (!this.#isEnded) this.#notices.next(notice);
  }

  /** Completes everything. */
  end(): void {
    if (this.#isEnded) return;
    this.setStatus('closed');
    this.#isEnded = true;
    this.#bars.complete();
    this.#status.complete();
    this.#notices.complete();
  }

  /** Ends bars and status with the error. */
  fail(error: DataError): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#notices.complete();
    this.#bars.error(error);
    this.#status.error(error);
  }
}
