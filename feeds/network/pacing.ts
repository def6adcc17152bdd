import { setTimeout as wait } from 'node:timers/promises';

import type { Millis } from '../../src/core/time.js';

/** A `fetch` that starts its requests one after the other, with a pause between two of them. */
export function paced(send: typeof fetch, pause: Millis): typeof fetch {
  let turn: Promise<unknown> = Promise.resolve();
  let isFirst = true;
  return (input, init) => {
    const before = turn;
    const own = (async () => {
      await before;
      if (!isFirst && pause > 0) await wait(pause, undefined, init?.signal ? { signal: init.signal } : {});
      isFirst = false;
      return send(input, init);
    })();
    turn = own.catch(() => undefined);
    return own;
  };
}
