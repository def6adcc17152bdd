import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { isTerminal, isTerminalStatus, nextStatus, type Execution, type OrderStatus } from '../../src/index.js';
import { cases } from '../support/scale.js';

const STATUSES: readonly OrderStatus[] = ['pending', 'held', 'working', 'filled', 'rejected', 'canceled', 'expired'];
const KINDS = [
  'held',
  'accepted',
  'filled',
  'reduced',
  'adjusted',
  'rejected',
  'canceled',
  'expired',
] as const satisfies readonly Execution['kind'][];

function execution(kind: Execution['kind'], complete = false): Execution {
  return { kind, complete } as unknown as Execution;
}

describe('the state machine of orders', () => {
  // Rows are states, columns executions; `.` is a move that is not allowed.
  const table: Readonly<Record<OrderStatus, string>> = {
    //        held    accepted filled   reduced  adjusted rejected  canceled  expired
    pending: 'held    working  .        pending  .        rejected  canceled  expired',
    held: '   .       working  .        held     held     .         canceled  expired',
    working: '.       .        working  working  working  .         canceled  expired',
    filled: ' .       .        .        .        .        .         .         .',
    rejected: '.      .        .        .        .        .         .         .',
    canceled: '.      .        .        .        .        .         .         .',
    expired: '.       .        .        .        .        .         .         .',
  };
  test.each(STATUSES.flatMap((status) => KINDS.map((kind, i) => [status, kind, table[status].trim().split(/ +/)[i]!] as const)))(
    '%s, %s: %s',
    (status, kind, expected) => {
      expect(nextStatus(status, execution(kind)) ?? '.').toBe(expected);
    },
  );

  test('a complete fill is the end', () => {
    expect(nextStatus('working', execution('filled', true))).toBe('filled');
    expect(nextStatus('held', execution('filled', true))).toBeUndefined();
  });

  test(`any stream of allowed executions ends at most once, and exactly with a terminal one (n = ${cases(2000)})`, () => {
    const event = fc.tuple(fc.constantFrom(...KINDS), fc.boolean()).map(([kind, complete]) => execution(kind, complete));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let status: OrderStatus = 'pending';
        let ends = 0;
        let worked = false;
        for (const each of events) {
          const next = nextStatus(status, each);
          if (next === undefined) continue;
          expect(isTerminalStatus(next)).toBe(isTerminal(each));
          if (each.kind === 'filled') expect(worked).toBe(true);
          status = next;
          worked ||= status === 'working';
          if (isTerminalStatus(status)) ends++;
        }
        expect(ends).toBe(isTerminalStatus(status) ? 1 : 0);
      }),
      { numRuns: cases(2000) },
    );
  });
});
