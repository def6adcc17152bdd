import type { Observer, Subscription } from 'rxjs';

import type { LiveBar, LiveFeed } from '../feed/live-feed.js';

/** Keeps what a feed delivers between its opening and the moment when the run is ready for it, and passes everything on from then. */
export class EarlyBars {
  #kept: ((to: Observer<LiveBar>) => void)[] = [];
  #to: Observer<LiveBar> | undefined;
  readonly #subscription: Subscription;

  constructor(feed: LiveFeed) {
    this.#subscription = feed.bars.subscribe({
      next: (bar) => this.#pass((to) => to.next(bar)),
      error: (error: unknown) => this.#pass((to) => to.error(error)),
      complete: () => this.#pass((to) => to.complete()),
    });
  }

  /** Hands over what was kept, and passes on what comes. */
  release(to: Observer<LiveBar>): void {
    this.#to = to;
    for (const pass of this.#kept) pass(to);
    this.#kept = [];
  }

  stop(): void {
    this.#subscription.unsubscribe();
  }

  #pass(pass: (to: Observer<LiveBar>) => void): void {
    if (this.#to === undefined) this.#kept.push(pass);
    else pass(this.#to);
  }
}
