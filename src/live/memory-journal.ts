import type { Journal, JournalHistory, JournalMeta, JournalNote, JournalStep } from './journal.js';

/** A journal that is gone with its process: for dry runs, which begin where a real one stands, and for tests. */
export class MemoryJournal implements Journal {
  #meta: JournalMeta | undefined;
  #history: JournalHistory = { series: [], externals: [], actions: [] };
  readonly #steps: JournalStep[] = [];
  readonly #states: Record<string, string> = {};
  readonly #notes: JournalNote[] = [];

  /** Begins with what another journal holds. */
  static copyOf(journal: Journal): MemoryJournal {
    const copy = new MemoryJournal();
    if (journal.meta === undefined) return copy;
    copy.begin(journal.meta, journal.history());
    for (const step of journal.steps()) copy.commit(step);
    return copy;
  }

  get meta(): JournalMeta | undefined {
    return this.#meta;
  }
  get lastStep(): number {
    return this.#steps.length;
  }
  begin(meta: JournalMeta, history: JournalHistory): void {
    this.#meta = meta;
    this.#history = history;
  }
  history(): JournalHistory {
    return this.#history;
  }
  *steps(): IterableIterator<JournalStep> {
    yield* this.#steps;
  }
  commit(step: JournalStep): void {
    this.#steps.push(step);
    Object.assign(this.#states, step.states);
  }
  states(): Readonly<Record<string, string>> {
    return this.#states;
  }
  note(note: JournalNote): void {
    this.#notes.push(note);
  }
  notes(): readonly JournalNote[] {
    return this.#notes;
  }
  close(): void {}
}
