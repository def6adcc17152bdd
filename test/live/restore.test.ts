import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { simulated } from '../../brokers/index.js';
import { replay } from '../../feeds/index.js';
import { SimulatedClock, Strategy, type StrategyConstructor } from '../../src/index.js';
import { journalFile, runLive, SqliteJournal, type JournalNote, type JournalStep, type LiveResult } from '../../src/live/index.js';
import { memoryFeed } from '../support/feed.js';
import { scratchFolder } from '../support/cli.js';
import { daily, flat } from '../support/series.js';

let folder: ReturnType<typeof scratchFolder>;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());

// Ten sessions at 100, 101 and so on, from Monday 8 January 2024.
const series = daily(
  'A',
  Array.from({ length: 10 }, (_, i) => flat(100 + i)),
);
const times = series.columns.time;

/** Buys `size` on the first bar that it sees and one share on each even one after it. */
function buyer(size: number, fails?: number): StrategyConstructor {
  return class Buyer extends Strategy {
    memory = this.state('memory', { seen: 0 });
    override onSlice(): void {
      this.memory.seen += 1;
      if (this.memory.seen === fails) throw new Error('this is the end');
      if (this.memory.seen === 1) this.buy('A', size);
      else if (this.memory.seen % 2 === 0) this.buy('A', 1);
    }
  } as StrategyConstructor;
}

interface Life {
  readonly result: LiveResult;
  readonly notes: readonly Omit<JournalNote, 'at'>[];
  readonly steps: readonly JournalStep[];
}

/** Runs from the close of bar `from` until bar `to` has been decided on. */
async function live(place: string, strategy: StrategyConstructor, from: number, to: number): Promise<Life> {
  const clock = new SimulatedClock(times[from]!);
  const stop = new AbortController();
  const notes: Omit<JournalNote, 'at'>[] = [];
  const steps: JournalStep[] = [];
  const config = { name: 'restore', feeds: [], strategy, broker: simulated({ volumeLimit: false }), account: { cash: 10_000 } };
  const result = await runLive({
    config,
    instance: 'buyer',
    feed: replay(memoryFeed([series]), { clock }),
    clock,
    broker: config.broker,
    folder: path.join(folder.dir, place),
    durability: 'relaxed',
    signal: stop.signal,
    onNote: (note) => notes.push(note),
    onStep: (step) => {
      steps.push(step);
      if (step.input.kind === 'slice' && step.input.time >= times[to]!) stop.abort();
    },
  });
  return { result, notes, steps };
}

const submitted = (steps: readonly JournalStep[]): string[] =>
  steps.flatMap(({ decisions }) =>
    decisions.map((each) => (each.kind === 'submit' ? `${each.order.side} ${each.order.quantity}` : each.kind)),
  );

function storedState(place: string): unknown {
  const journal = new SqliteJournal(journalFile(path.join(folder.dir, place)), { readonly: true });
  const [state] = Object.values(journal.states());
  journal.close();
  return JSON.parse(state!);
}

describe('a run that goes on where its journal ends', () => {
  test('the same class goes on in exactly the same state', async () => {
    const first = await live('same', buyer(5), 0, 3);
    // Bars 1, 2 and 3: five shares at the open of bar 2 (102), one at that of bar 3 (103).
    expect(submitted(first.steps)).toEqual(['buy 5', 'buy 1']);
    expect([first.result.end, first.result.cash]).toEqual(['signal', String(10_000 - 5 * 102 - 103)]);
    const second = await live('same', buyer(5), 3, 6);
    // Bars 4, 5 and 6 are its fourth to sixth: one share each on the fourth and sixth; that of the fourth fills at 105.
    expect(submitted(second.steps)).toEqual(['buy 1', 'buy 1']);
    expect(second.notes).toEqual([]);
    expect(second.result.cash).toBe(String(10_000 - 5 * 102 - 103 - 105));
    expect(second.result.positions).toEqual([{ symbol: 'A', quantity: '7' }]);
    expect(storedState('same')).toEqual({ memory: { seen: 6 } });
  });

  test('a class that decides otherwise keeps what was decided then, is told so, and decides anew from there', async () => {
    await live('changed', buyer(5), 0, 3);
    const second = await live('changed', buyer(8), 3, 6);
    const [note] = second.notes;
    expect(note).toMatchObject({
      level: 'warn',
      code: 'live/decides-otherwise',
      data: { journal: [{ order: { quantity: '5' } }], now: [{ order: { quantity: '8' } }] },
    });
    // The five shares of then stand, at the price of then.
    expect(second.result.cash).toBe(String(10_000 - 5 * 102 - 103 - 105));
    expect(second.result.positions).toEqual([{ symbol: 'A', quantity: '7' }]);
    expect(storedState('changed')).toEqual({ memory: { seen: 6 } });
  });

  test('one whose strategy threw stays halted until somebody resumes', async () => {
    const first = await live('threw', buyer(5, 3), 0, 6);
    expect(first.result.end).toBe('failed');
    expect(first.result.haltReason).toContain('this is the end');
    const second = await live('threw', buyer(5), 3, 6);
    expect(second.result.haltReason).toContain('this is the end');
    // What it would send is refused.
    const outcomes = second.steps.flatMap(({ outcomes: all }) => all.map(({ kind, reason }) => `${kind} ${reason}`));
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.filter((each) => each !== 'rejected halted')).toEqual([]);
    expect(second.result.positions).toEqual(first.result.positions);
  });
});
