import { describe, expect, test } from '@jest/globals';
import { config, filter, map, Subscriber, take } from 'rxjs';

import { Channel } from '../../src/index.js';

describe('Channel.on', () => {
  test('calls handlers at once, in the order in which they came', () => {
    const channel = new Channel<number>();
    const seen: string[] = [];
    channel.on((value) => seen.push(`a${value}`));
    channel.subscribe((value) => seen.push(`b${value}`));
    channel.on((value) => seen.push(`c${value}`));
    channel.emit(1);
    seen.push('after');
    expect(seen).toEqual(['a1', 'b1', 'c1', 'after']);
  });

  test('what a handler throws reaches the emitter, and later handlers are not called', () => {
    const channel = new Channel<number>();
    const seen: number[] = [];
    channel.on(() => {
      throw new Error('stop');
    });
    channel.on((value) => seen.push(value));
    expect(() => channel.emit(1)).toThrow('stop');
    expect(seen).toEqual([]);
  });

  test('a handler that leaves while a value is delivered gets no further value, and takes none from others', () => {
    const channel = new Channel<number>();
    const seen: string[] = [];
    const once = channel.on((value) => {
      seen.push(`once ${value}`);
      once.unsubscribe();
    });
    channel.on((value) => seen.push(`always ${value}`));
    channel.emit(1);
    channel.emit(2);
    expect(seen).toEqual(['once 1', 'always 1', 'always 2']);
  });

  test('a handler that comes while a value is delivered gets the next one first', () => {
    const channel = new Channel<number>();
    const seen: string[] = [];
    let come = true;
    channel.on((value) => {
      seen.push(`first ${value}`);
      if (come) channel.on((other) => seen.push(`late ${other}`));
      come = false;
    });
    channel.emit(1);
    channel.emit(2);
    expect(seen).toEqual(['first 1', 'first 2', 'late 2']);
  });

  test('one function attached twice is two handlers', () => {
    const channel = new Channel<number>();
    const seen: number[] = [];
    const handler = (value: number): void => void seen.push(value);
    const first = channel.on(handler);
    channel.on(handler);
    channel.emit(1);
    first.unsubscribe();
    channel.emit(2);
    expect(seen).toEqual([1, 1, 2]);
  });

  test('observed says whether anybody listens', () => {
    const channel = new Channel<number>();
    expect(channel.observed).toBe(false);
    const handler = channel.on(() => {});
    const subscriber = channel.subscribe();
    handler.unsubscribe();
    expect(channel.observed).toBe(true);
    subscriber.unsubscribe();
    expect(channel.observed).toBe(false);
  });
});

describe('Channel as an Observable', () => {
  test('works with operators, which may end the subscription', () => {
    const channel = new Channel<number>();
    const seen: unknown[] = [];
    channel
      .pipe(
        filter((value) => value % 2 === 1),
        map((value) => value * 10),
        take(2),
      )
      .subscribe({ next: (value) => seen.push(value), complete: () => seen.push('complete') });
    for (const value of [1, 2, 3, 4, 5]) channel.emit(value);
    expect(seen).toEqual([10, 30, 'complete']);
    expect(channel.observed).toBe(false);
  });

  test('complete ends all subscriptions, later ones at once; handlers hear nothing more', () => {
    const channel = new Channel<number>();
    const seen: unknown[] = [];
    channel.on((value) => seen.push(`on ${value}`));
    channel.subscribe({ next: (value) => seen.push(value), complete: () => seen.push('complete') });
    channel.emit(1);
    channel.complete();
    channel.emit(2);
    channel.subscribe({ complete: () => seen.push('late complete') });
    expect(seen).toEqual(['on 1', 1, 'complete', 'late complete']);
  });

  test('what a subscriber throws is reported aside, as in all of RxJS; `on` is for those who must be heard', async () => {
    const channel = new Channel<number>();
    const reported = new Promise<unknown>((resolve) => {
      config.onUnhandledError = resolve;
    });
    try {
      const seen: number[] = [];
      channel.subscribe(() => {
        throw new Error('aside');
      });
      channel.on((value) => seen.push(value));
      channel.emit(1);
      expect(seen).toEqual([1]);
      expect(await reported).toMatchObject({ message: 'aside' });
    } finally {
      config.onUnhandledError = null;
    }
  });

  test('takes a Subscriber that is closed already', () => {
    const channel = new Channel<number>();
    const subscriber = new Subscriber<number>();
    subscriber.unsubscribe();
    channel.subscribe(subscriber);
    expect(() => channel.emit(1)).not.toThrow();
  });
});
