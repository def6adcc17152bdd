import { existsSync } from 'node:fs';
import path from 'node:path';

import type { Calendar } from '../calendar/calendar.js';
import type { Clock } from '../clock/clock.js';
import { LiveClock } from '../clock/live-clock.js';
import { SimulatedClock } from '../clock/simulated-clock.js';
import { ConfigError } from '../core/errors.js';
import { lotsToDecimal } from '../core/money.js';
import { BarTable } from '../core/table.js';
import { isoInstant, type Millis } from '../core/time.js';
import { resolveAccount } from '../engine/account.js';
import { startTimeOf } from '../engine/start-time.js';
import type { FeedData } from '../feed/feed.js';
import type { FeedNotice, LiveFeed } from '../feed/live-feed.js';
import { EarlyBars } from './early-bars.js';
import { playOut } from './play-out.js';
import { coreBuilder } from './build-core.js';
import { InstanceLock } from './instance-lock.js';
import { instanceNameOf } from './instance-name.js';
import type { Journal, JournalHistory, JournalMeta } from './journal.js';
import type { LiveCore } from './live-core.js';
import { LiveRunner } from './live-runner.js';
import { MemoryJournal } from './memory-journal.js';
import { actableUntil, slicesAfter } from './missed-slices.js';
import { OperatorFiles } from './operator-files.js';
import { restoreRun } from './restore.js';
import type { LiveResult, LiveRunOptions } from './run-options.js';
import type { ClosedSlice } from './slice-builder.js';
import { SqliteJournal } from './sqlite-journal.js';

const WARMUP_BARS = 1000;

/** File of an instance's journal within its folder. */
export function journalFile(folder: string): string {
  return path.join(folder, 'journal.sqlite');
}

/**
 * Runs a configuration live: on the bars of a live feed, through a networked broker or a simulated one. It goes on where its journal
 * ends, as if it had never been away: state of the strategies, orders, positions and cash are those of then, what happened since is
 * looked up, and nothing is sent twice.
 *
 * @throws ConfigError, DataError, BrokerError, ReconciliationError: what makes it impossible to begin or to go on. A strategy that throws
 * does not: the run halts, cancels what works, and ends with `failed`.
 */
export async function runLive(options: LiveRunOptions): Promise<LiveResult> {
  const { config, folder, dryRun = false } = options;
  const instance = instanceNameOf(config, options.instance);
  const lock = dryRun ? undefined : new InstanceLock(folder);
  const journals: Journal[] = [];
  const calendarOf = (name: string): Calendar | undefined => (config.calendar?.name === name ? config.calendar : undefined);
  try {
    const journal = dryRun
      ? rehearsalOf(journalFile(folder), calendarOf, journals)
      : new SqliteJournal(journalFile(folder), { durability: options.durability ?? 'full', calendarOf });
    journals.push(journal);
    requireInstance(journal, instance, folder);
    return await drive(options, instance, journal);
  } finally {
    for (const journal of journals) journal.close();
    lock?.release();
  }
}

/** What a dry run writes to in place of the journal, which may be that of a process that is running. */
function rehearsalOf(file: string, calendarOf: (name: string) => Calendar | undefined, opened: Journal[]): MemoryJournal {
  if (!existsSync(file)) return new MemoryJournal();
  const stored = new SqliteJournal(file, { readonly: true, calendarOf });
  opened.push(stored);
  return MemoryJournal.copyOf(stored);
}

async function drive(options: LiveRunOptions, instance: string, journal: Journal): Promise<LiveResult> {
  const { config, feed, signal, clock = new LiveClock(), controlClock = new LiveClock(), once = false, dryRun = false } = options;
  const live = config.live ?? {};
  const isNew = !hasBegun(journal);
  const early = new EarlyBars(feed);
  let note = (notice: FeedNotice): void => options.onNote?.({ at: clock.now(), ...notice });
  const notices = feed.notices?.subscribe((notice) => note(notice));
  try {
    await feed.open(signal);
    const before = journal.meta === undefined ? undefined : journal.history();
    const left = before === undefined ? -Infinity : lastSliceOf(journal, before);
    const data = await historyFor(left, feed, live.warmupBars ?? WARMUP_BARS, signal);
    if (before === undefined) begin(options, instance, journal, data, clock.now());
    const { meta } = journal;
    const history: JournalHistory = { ...(before ?? journal.history()), externals: data.externals ?? [] };
    const missed = slicesAfter(data.series, before === undefined ? lastSliceOf(journal, history) : left);
    const warnings = data.warnings ?? [];
    const plan = { config, meta: meta!, history, broker: options.broker, params: options.params, warnings };
    const make = await coreBuilder(plan, knownSlices(journal, missed), signal);
    const { core, difference } = restoreRun(journal, make);
    const { calendar } = core.assembly.hosts[0]!;
    const runner = new LiveRunner({
      core,
      journal,
      feed,
      series: data.series.map(({ instrument, interval }) => ({ symbol: instrument.symbol, interval })),
      clock,
      controlClock,
      calendar: config.calendar ?? calendar,
      options: live,
      files: new OperatorFiles(options.folder, { quiet: dryRun }),
      isNew,
      dryRun,
      once,
      onNote: options.onNote ?? (() => {}),
      onStep: options.onStep ?? (() => {}),
    });
    note = (notice) => runner.note(notice);
    if (difference !== undefined) {
      runner.note({
        level: 'warn',
        code: 'live/decides-otherwise',
        message: `the strategy decides otherwise than it did at ${isoInstant(difference.time)}; what was decided then stands`,
        data: { step: difference.step, journal: difference.journal, now: difference.now },
      });
    }
    return await untilEnd(runner, core, { instance, journal, clock, missed, early, signal });
  } finally {
    early.stop();
    notices?.unsubscribe();
    await feed.close();
  }
}

interface Course {
  readonly instance: string;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly missed: readonly ClosedSlice[];
  readonly early: EarlyBars;
  readonly signal: AbortSignal | undefined;
}

async function untilEnd(
  runner: LiveRunner,
  core: LiveCore,
  { instance, journal, clock, missed, early, signal }: Course,
): Promise<LiveResult> {
  const onAbort = (): void => void runner.stop('signal');
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await runner.start(missed, signal);
    early.release(runner.barObserver);
    if (signal?.aborted === true) onAbort();
    let isOver = false;
    const done = runner.done.finally(() => (isOver = true));
    if (clock instanceof SimulatedClock) await Promise.race([playOut(clock, () => isOver), done]);
    const end = await done;
    const { portfolio, table } = core.assembly;
    return {
      end,
      instance,
      steps: journal.lastStep,
      haltReason: core.haltReason,
      cash: portfolio.cash.toFixed(),
      equity: portfolio.equity,
      positions: table.instruments.flatMap(({ symbol, lot }, index) => {
        const lots = portfolio.netLots(index);
        return lots === 0 ? [] : [{ symbol, quantity: lotsToDecimal(lots, lot).toFixed() }];
      }),
      openOrders: core.openOrders,
    };
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await runner.close();
  }
}

/** Writes what a new instance begins with. */
function begin({ config, seed, startWithLastBar }: LiveRunOptions, instance: string, journal: Journal, data: FeedData, now: Millis): void {
  const { cash, currency } = resolveAccount(config.account);
  const bars = data.series.some(({ length }) => length > 0) ? new BarTable(data.series, data.externals ?? []) : undefined;
  const calendar = config.calendar ?? data.series[0]!.instrument.calendar;
  const last = bars === undefined ? undefined : slicesAfter(data.series, bars.lastTime - 1)[0];
  const isFresh = last !== undefined && now <= actableUntil(last, calendar, config.live ?? {});
  const lastTime = bars?.lastTime ?? -Infinity;
  const tradeAfter = startWithLastBar !== true ? Math.max(lastTime, now) : isFresh ? last.time - 1 : lastTime;
  const meta: JournalMeta = {
    instance,
    name: config.name,
    seed: seed ?? config.seed ?? 1,
    currency,
    cash: cash.toFixed(),
    tradeAfter: tradeAfter === -Infinity ? null : tradeAfter,
    clockStart: bars === undefined ? now : startTimeOf(bars, calendar),
    createdAt: now,
  };
  const series = data.series.map((one) => one.slice(0, one.countUntil(tradeAfter)));
  journal.begin(meta, { series, externals: data.externals ?? [], actions: data.actions ?? [] });
}

function requireInstance({ meta }: Journal, instance: string, folder: string): void {
  if (meta === undefined || meta.instance === instance) return;
  throw new ConfigError(`${folder} is the folder of the instance ${meta.instance}, not of ${instance}`, {
    code: 'live/other-instance',
    context: { folder, found: meta.instance, wanted: instance },
    hint: 'give each instance a folder of its own',
  });
}

/** Whether anything but an operator's word has moved the instance. */
function hasBegun(journal: Journal): boolean {
  for (const { input } of journal.steps()) if (input.kind !== 'operator') return true;
  return false;
}

/** For a new run what it warms up with, for one that goes on what has closed since its `last` slice. */
async function historyFor(last: Millis, feed: LiveFeed, bars: number, signal: AbortSignal | undefined): Promise<FeedData> {
  // By number there may be too few after a long absence, and there are far too many after a short one.
  return last > -Infinity && feed.historyFrom !== undefined ? feed.historyFrom(last, signal) : feed.history(bars, signal);
}

function lastSliceOf(journal: Journal, { series }: JournalHistory): Millis {
  let last = Math.max(-Infinity, ...series.map(({ columns }) => columns.time.at(-1) ?? -Infinity));
  for (const { input } of journal.steps()) if (input.kind === 'slice') last = Math.max(last, input.time);
  return last;
}

function* knownSlices(journal: Journal, missed: readonly ClosedSlice[]): IterableIterator<Pick<ClosedSlice, 'time' | 'bars'>> {
  for (const { input } of journal.steps()) if (input.kind === 'slice') yield input;
  yield* missed;
}
