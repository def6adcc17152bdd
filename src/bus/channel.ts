import type { Subscriber } from 'rxjs';
import { Observable, Subscription } from '../core/rx.js';
import type { Audience } from './audience.js';

type Handler<T> = (value: T) => void;

/**
 * An RxJS Observable that its owner feeds synchronously.
 *
 * Two ways to listen: `on` attaches a plain function, whose exception reaches the emitter and stops the run;
 * `subscribe` and `pipe` are RxJS, every operator works, and as in all of RxJS an exception in a subscriber is
 * reported asynchronously instead. Listeners are called in the order in which they came.
 */
export class Channel<T> extends Observable<T> {
  /** Replaced, never changed, so that a listener may attach or detach while a value is delivered. */
  #handlers: readonly Handler<T>[] = [];
  #subscribers: readonly Subscriber<T>[] = [];
  #completed = false;
  readonly #audience: Audience | undefined;

  /** @param audience - where its listeners are counted, with those of other channels. */
  constructor(audience?: Audience) {
    super((subscriber) => this.#attach(subscriber));
    this.#audience = audience;
  }

  /** True while anybody listens: whoever would build a value only for this channel can save the effort. */
  get observed(): boolean {
    return this.#handlers.length > 0;
  }

  /** Calls `handler` for each value from now on, in the emitter's own call. */
  on(handler: Handler<T>): Subscription {
    this.#listen([...this.#handlers, handler]);
    return new Subscription(() => {
      const place = this.#handlers.indexOf(handler);
      if (place >= 0) this.#listen(this.#handlers.toSpliced(place, 1));
    });
  }

  /** Delivers a value to everybody. For the channel's owner. */
  emit(value: T): void {
    const handlers = this.#handlers;
    for (let i = 0; i < handlers.length; i++) handlers[i]!(value);
  }

  /** Completes all subscriptions; later subscribers complete at once. For the channel's owner. */
  complete(): void {
    this.#completed = true;
    const subscribers = this.#subscribers;
    this.#subscribers = [];
    this.#listen([]);
    for (const subscriber of subscribers) subscriber.complete();
  }

  #listen(handlers: readonly Handler<T>[]): void {
    if (this.#audience !== undefined) this.#audience.size += handlers.length - this.#handlers.length;
    this.#handlers = handlers;
  }

  #attach(subscriber: Subscriber<T>): Subscription | void {
    if (this.#completed) {
      subscriber.complete();
      return;
    }
    this.#subscribers = [...this.#subscribers, subscriber];
    const handler = this.on((value) => subscriber.next(value));
    handler.add(() => {
      this.#subscribers = this.#subscribers.filter((other) => other !== subscriber);
    });
    return handler;
  }
}
