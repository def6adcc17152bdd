import { Subscription, type Observer } from 'rxjs';

import type { LiveBroker, VenueAccount } from '../broker/live-broker.js';
import type { Calendar } from '../calendar/calendar.js';
import type { Clock } from '../clock/clock.js';
import { BarstreamError, DataError } from '../core/errors.js';
import { isoInstant, MINUTE, SECOND, type Millis } from '../core/time.js';
import type { LiveOptions } from '../engine/live-options.js';
import type { LiveBar, LiveFeed } from '../feed/live-feed.js';
import { SessionLoss, StaleData } from './guards.js';
import type { Journal, JournalNote, JournalStep } from './journal.js';
import type { LiveCore } from './live-core.js';
import type { LiveInput } from './live-input.js';
import { actableUntil, missedInputs, sliceInput } from './missed-slices.js';
import type { OperatorFiles } from './operator-files.js';
import { Reconciler } from './reconciler.js';
import type { LiveResult } from './run-options.js';
import { SliceBuilder, type ClosedSlice, type SliceBuilderParts } from './slice-builder.js';

/** How often an operator's orders are looked for: they are obeyed within a second. */
const CONTROL_PERIOD: Millis = 250;
/** How long a run that is ending waits for answers to what it has sent. */
const PATIENCE: Millis = 30 * SECOND;

/** How long a run that is to decide once waits for the bar that is due. */
const PATIENCE_FOR_BARS: Millis = 30 * MINUTE;

export interface RunnerParts {
  readonly core: LiveCore;
  readonly journal: Journal;
  readonly feed: LiveFeed;
  readonly series: SliceBuilderParts['series'];
  readonly clock: Clock;
  readonly controlClock: Clock;
  readonly calendar: Calendar;
  readonly options: LiveOptions;
  readonly files: OperatorFiles;
  readonly isNew: boolean;
  readonly dryRun: boolean;
  readonly once: boolean;
  readonly onNote: (note: JournalNote) => void;
  readonly onStep: (step: JournalStep) => void;
}

/**
 * Drives a core with what happens: bars, timers, what the venue says, what the operator wants. One input after the other is taken
 * through the engine, written into the journal, and only then sent.
 */
export class LiveRunner {
  readonly #parts: RunnerParts;
  readonly #all = new Subscription();
  readonly #queue: LiveInput[] = [];
  #isTaking = false;
  #timer: Subscription | undefined;
  #timerDue: Millis = Infinity;
  readonly #slices: SliceBuilder;
  readonly #reconciler: Reconciler | undefined;
  readonly #loss: SessionLoss;
  readonly #stale: StaleData;
  #isReady = false;
  #isEnding = false;
  #isFlattening = false;
  /** True once what closes everything has been sent: before that, a run that flattens does not end. */
  #hasLiquidated = false;
  #finish!: (end: LiveResult['end']) => void;
  #fault!: (error: unknown) => void;
  readonly #done: Promise<LiveResult['end']>;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    const { clock, options, series, core, calendar } = parts;
    this.#done = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fault = reject;
    });
    // A fault before anybody waits is told to whoever comes.
    this.#done.catch(() => {});
    this.#slices = new SliceBuilder(
      {
        series,
        grace: options.grace ?? 5 * SECOND,
        clock,
        onSlice: (slice) => this.#onSlice(slice),
        onLateBar: (bar) => this.take({ kind: 'late-bar', time: this.#now, bar }),
        onCorrection: (bar) => this.take({ kind: 'corrected-bar', time: this.#now, bar }),
      },
      core.table.latest,
    );
    this.#loss = sessionLossOf(parts);
    this.#stale = new StaleData({
      clock,
      calendar,
      after: options.staleAfter,
      onStale: (reason) => this.#pause(reason),
      onFresh: () => this.#resume('bars come again'),
    });
    const venue = core.liveBroker;
    if (venue !== undefined) {
      this.#reconciler = new Reconciler({
        venue,
        core,
        clock,
        calendar,
        options,
        isNew: parts.isNew,
        take: (input) => this.take(input),
        note: (note) => this.note(note),
        halt: (reason) => this.halt(reason, 'reconciliation'),
      });
    }
  }

  /** Resolves when the run has come to an end. Rejects with what made it impossible to go on. */
  get done(): Promise<LiveResult['end']> {
    return this.#done;
  }

  /** Takes what a feed delivers. */
  get barObserver(): Observer<LiveBar> {
    return {
      next: (bar) => this.#guarded(() => void (this.#isReady && this.#slices.add(bar))),
      error: (error: unknown) => this.#fault(error),
      complete: () => this.#guarded(() => this.#onFeedEnd()),
    };
  }

  /** Connects, reconciles, catches up with what was missed, and goes on from there. */
  async start(missed: readonly ClosedSlice[], signal?: AbortSignal): Promise<void> {
    const { core, clock, calendar, options, controlClock } = this.#parts;
    this.#obey();
    const venue = core.liveBroker;
    if (venue === undefined) await core.assembly.broker.connect();
    else await this.#connect(venue, signal);
    if (missed.length > 1)
      this.note({ level: 'warn', code: 'live/missed', message: `${missed.length - 1} slices were missed while the run was down` });
    for (const input of missedInputs(missed, clock.now(), calendar, options)) this.take(input);
    // Timers of the time that was missed are not acted on.
    if (core.nextDue < clock.now()) this.take({ kind: 'timer', time: clock.now(), muted: true });
    this.#slices.skipTo(core.table.latest);
    this.#isReady = !this.#isEnding;
    if (this.#isReady) this.#stale.begin(this.#parts.series[0]!.interval);
    this.#all.add(controlClock.every(CONTROL_PERIOD, () => this.#guarded(() => this.#obey())));
    this.#arm();
    if (this.#parts.once) this.#expect(missed.length > 0);
  }

  /** Takes an input through the engine and the journal, in its turn. */
  take(input: LiveInput): void {
    this.#queue.push(input);
    if (this.#isTaking) return;
    this.#isTaking = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#take(next);
    } finally {
      this.#isTaking = false;
    }
    this.#arm();
  }

  /** Halts for good: latched on the disk until somebody resumes. What works is canceled. */
  halt(reason: string, by: string): void {
    this.#parts.files.setHalt({ reason, by, cancel: true });
    this.#obey();
  }

  /** Takes no more bars and timers, waits for answers to what was sent for as long as that makes sense, and ends the run. */
  async stop(end: LiveResult['end']): Promise<void> {
    await this.#settle(end);
  }

  /** Lets go of everything. */
  async close(): Promise<void> {
    this.#all.unsubscribe();
    this.#timer?.unsubscribe();
    this.#slices.stop();
    this.#stale.stop();
    this.#reconciler?.stop();
    const { feed, core } = this.#parts;
    await feed.close();
    await core.assembly.broker.close();
  }

  get #now(): Millis {
    return this.#parts.clock.now();
  }

  #take(input: LiveInput): void {
    const { core, journal, dryRun, onStep } = this.#parts;
    const outcome = core.take(input);
    const step: JournalStep = { number: journal.lastStep + 1, at: this.#now, ...outcome };
    // The order of these two lines is what the whole is about.
    journal.commit(step);
    if (!dryRun) core.liveBroker?.release();
    onStep(step);
    if (step.error !== undefined) this.#onStrategyError(step.error);
    if (step.equity !== undefined && input.kind === 'slice') {
      const loss = this.#loss.check(input.time, step.equity.equity);
      if (loss !== undefined) this.halt(loss, 'max-daily-loss');
    }
    if (this.#isFlattening) this.#flatten();
  }

  /** Ends a run that is to decide once: now, if nothing is due any more, else with the slice that is, or with a fault when it does not come. */
  #expect(hasDecided: boolean): void {
    const { core, feed, clock, calendar } = this.#parts;
    const now = clock.now();
    const due = feed.latestDue?.(now) ?? calendar.at(calendar.nextClosing(now).index - 1).close;
    if (hasDecided || core.table.latest >= due) return void this.stop('once');
    this.#all.add(clock.at(now + PATIENCE_FOR_BARS, () => this.#fault(noBar(due, feed.name))));
  }

  #onSlice(slice: ClosedSlice): void {
    const { calendar, options } = this.#parts;
    const inTime = this.#now <= actableUntil(slice, calendar, options);
    if (!inTime)
      this.note({ level: 'warn', code: 'live/too-late', message: 'a slice came too late to be acted on', data: { time: slice.time } });
    this.#stale.onBar(slice);
    this.take(sliceInput(slice, inTime));
    if (this.#parts.once) void this.stop('once');
  }

  #onFeedEnd(): void {
    // A run that ends closes its feed: that is not the end of the data.
    if (this.#isEnding) return;
    this.#slices.flush();
    if (this.#parts.core.liveBroker === undefined) this.take({ kind: 'end', time: this.#now });
    void this.#settle('ended');
  }

  #onStrategyError(error: string): void {
    const { files } = this.#parts;
    this.note({ level: 'error', code: 'live/strategy-threw', message: error });
    files.setHalt({ reason: error, by: 'strategy', cancel: true });
    void this.stop('failed');
  }

  async #connect(venue: LiveBroker, signal: AbortSignal | undefined): Promise<void> {
    const { dryRun } = this.#parts;
    this.#all.add(
      venue.events.on((event) => this.#guarded(() => this.take({ kind: 'venue', time: Math.min(event.time, this.#now), event }))),
    );
    this.#all.add(venue.notices.on((notice) => this.note(notice)));
    // A connection would send what the journal has left open.
    if (!dryRun) await venue.connect();
    const account: VenueAccount = await venue.reconcile(signal);
    await this.#reconciler!.begin(account, signal);
    if (!dryRun) venue.release();
  }

  /** Does what the operator's files say. */
  #obey(): void {
    const { files, core } = this.#parts;
    const { halt } = files;
    if (files.flatten && !this.#isFlattening) {
      this.#isFlattening = true;
      this.#hasLiquidated = false;
      if (halt === undefined) files.setHalt({ reason: 'flatten', by: 'operator', cancel: true });
    }
    const wanted = files.halt;
    if (wanted !== undefined && core.haltReason !== wanted.reason) {
      this.take({ kind: 'operator', time: this.#now, command: 'halt', reason: wanted.reason, cancel: wanted.cancel });
      this.note({ level: 'error', code: 'live/halted', message: `halted by ${wanted.by}: ${wanted.reason}` });
    } else if (wanted === undefined && core.haltReason !== undefined && !this.#stale.isStale) this.#resume('the halt was lifted');
    if (this.#isFlattening) this.#flatten();
  }

  /** Closes everything once nothing works any more: shares in a sell order could not be sold. */
  #flatten(): void {
    const { core, files } = this.#parts;
    if (core.openOrders.length > 0 || this.#isTaking) return;
    const held = core.assembly.table.instruments.some((_, index) => core.assembly.portfolio.netLots(index) !== 0);
    if (held) {
      this.#hasLiquidated = true;
      return this.take({ kind: 'operator', time: this.#now, command: 'liquidate' });
    }
    this.#isFlattening = false;
    files.clearFlatten();
    this.note({ level: 'info', code: 'live/flat', message: 'everything is closed; trading stays halted' });
  }

  /** No order passes until bars come again; what works goes on working. */
  #pause(reason: string): void {
    if (this.#parts.core.haltReason !== undefined) return;
    this.take({ kind: 'operator', time: this.#now, command: 'halt', reason, cancel: false });
    this.note({ level: 'warn', code: 'live/stale-data', message: reason });
  }

  #resume(why: string): void {
    if (this.#parts.files.halt !== undefined) return;
    this.take({ kind: 'operator', time: this.#now, command: 'resume' });
    this.note({ level: 'info', code: 'live/resumed', message: why });
  }

  /** The next timer of the run wakes it up. */
  #arm(): void {
    const { core, clock } = this.#parts;
    const due = core.nextDue;
    if (due === this.#timerDue || !this.#isReady) return;
    this.#timer?.unsubscribe();
    this.#timerDue = due;
    if (due === Infinity) return;
    this.#timer = clock.at(due, () =>
      this.#guarded(() => {
        this.#timerDue = Infinity;
        this.take({ kind: 'timer', time: due });
      }),
    );
  }

  /** No bar and no timer moves the run any more; what the venue says still does. */
  #rest(): void {
    this.#isEnding = true;
    this.#isReady = false;
    this.#timer?.unsubscribe();
    this.#slices.stop();
    this.#stale.stop();
  }

  /** Whether something that was sent has no answer yet. A dry run sends nothing, and so waits for nothing. */
  get #isUnanswered(): boolean {
    const { core, dryRun } = this.#parts;
    return !dryRun && core.liveBroker?.busy === true;
  }

  async #settle(end: LiveResult['end']): Promise<void> {
    this.#rest();
    const { controlClock } = this.#parts;
    const until = controlClock.now() + PATIENCE;
    while ((this.#isUnanswered || (this.#isFlattening && !this.#hasLiquidated)) && controlClock.now() < until) {
      await new Promise<void>((resolve) => void controlClock.at(controlClock.now() + 20, resolve));
    }
    if (this.#isUnanswered) {
      this.note({
        level: 'warn',
        code: 'live/unanswered',
        message: 'the run ends while orders have no answer yet; the next start looks them up',
      });
    }
    this.#finish(end);
  }

  /** Writes a note into the journal and hands it on. */
  note(note: Omit<JournalNote, 'at'>): void {
    const whole: JournalNote = { at: this.#now, ...note };
    this.#parts.journal.note(whole);
    this.#parts.onNote(whole);
  }

  /** What a callback throws ends the run: nobody else would hear of it. */
  #guarded(task: () => void): void {
    try {
      task();
    } catch (error) {
      if (error instanceof BarstreamError) this.note({ level: 'error', code: error.code, message: error.message });
      this.#fault(error);
    }
  }
}

/** What this session has cost so far: a restart does not begin it anew. */
function sessionLossOf({ journal, calendar, options }: RunnerParts): SessionLoss {
  const loss = new SessionLoss(calendar, options.maxDailyLoss);
  if (options.maxDailyLoss === undefined) return loss;
  for (const { input, equity } of journal.steps())
    if (input.kind === 'slice' && equity !== undefined) loss.check(input.time, equity.equity);
  return loss;
}

function noBar(due: Millis, feed: string): DataError {
  return new DataError(`the bar of ${isoInstant(due)} did not come within ${PATIENCE_FOR_BARS / MINUTE} minutes`, {
    code: 'live/no-bar',
    context: { due, feed },
    hint: 'nothing was decided; start again once the source has it: the decision is then made if it is not too old',
  });
}
