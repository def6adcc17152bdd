import { setImmediate as turn } from 'node:timers/promises';

import { expect, test } from '@jest/globals';

import { resolveAlpacaOptions } from '../../../brokers/alpaca/options.js';
import { Pauses } from '../../../brokers/alpaca/pauses.js';
import { Transport, URGENCY, type Urgency } from '../../../brokers/alpaca/transport.js';
import { QUEUE_RANK, SECOND, SimulatedClock } from '../../../src/index.js';

const START = Date.UTC(2024, 4, 6, 14);

/** A transport in simulated time. `sent` says what went out, with the seconds since the start. */
function rig() {
  const clock = new SimulatedClock(START);
  const options = resolveAlpacaOptions({ clock, timeout: 5 * SECOND, env: { APCA_API_KEY_ID: 'k', APCA_API_SECRET_KEY: 's' } });
  const transport = new Transport(options, new Pauses(clock), () => {});
  const sent: string[] = [];
  const answers = new Map<string, (() => Promise<Response>)[]>();
  const ok = () => Promise.resolve(new Response('{}'));
  return {
    sent,
    answer: (name: string, ...with_: (() => Promise<Response>)[]) => answers.set(name, with_),
    send: (name: string, urgency: Urgency = URGENCY.question) =>
      transport.send(name, urgency, async () => {
        sent.push(`${name} ${(clock.now() - START) / SECOND}`);
        return { raw: await (answers.get(name)?.shift() ?? ok)() };
      }),
    async runTo(seconds: number) {
      const end = START + seconds * SECOND;
      for (;;) {
        for (let i = 0; i < 20; i++) await turn();
        const task = clock.takeBefore(end, QUEUE_RANK.operator);
        if (task === undefined) break;
        task();
      }
      clock.advance(end);
    },
  };
}

const limited =
  (headers: Record<string, string>, status = 429) =>
  () =>
    Promise.resolve(new Response('{}', { status, headers }));

test('a request that does not end when it is called off is unclear all the same', async () => {
  const run = rig();
  run.answer('lost', () => new Promise<Response>(() => {}));
  const answer = run.send('lost');
  await run.runTo(6);
  expect(await answer).toEqual({ kind: 'unclear', why: 'no answer within 5000 ms' });
});

test('what waits for its turn waits too when the venue wants to be left alone', async () => {
  const run = rig();
  run.answer('a', limited({ 'retry-after': '3' }));
  const all = ['a', 'b', 'c', 'd', 'e'].map((name) => run.send(name));
  await run.runTo(2);
  // Four at once; the fifth would have started in the place of the one that was turned away.
  expect(run.sent).toEqual(['a 0', 'b 0', 'c 0', 'd 0']);
  await run.runTo(4);
  expect(run.sent.slice(4).toSorted()).toEqual(['a 3', 'e 3']);
  expect((await Promise.all(all)).map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
});

test('an order does not wait for what questions wait for', async () => {
  const run = rig();
  // The allowance is nearly used up for a minute.
  run.answer('first', limited({ 'x-ratelimit-remaining': '2', 'x-ratelimit-reset': String(START / SECOND + 50) }, 200));
  run.answer('order', limited({ 'retry-after': '2' }));
  await Promise.all([run.send('first'), run.runTo(1)]);
  const [question, order] = [run.send('question'), run.send('order', URGENCY.order)];
  await run.runTo(10);
  expect(run.sent).toEqual(['first 0', 'order 1', 'order 3']);
  expect(await order).toMatchObject({ kind: 'ok' });
  await run.runTo(60);
  expect(run.sent.at(-1)).toBe('question 50');
  expect(await question).toMatchObject({ kind: 'ok' });
});
