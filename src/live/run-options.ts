import type { BrokerFactory } from '../broker/broker.js';
import type { Clock } from '../clock/clock.js';
import type { BacktestConfig } from '../engine/config.js';
import type { LiveFeed } from '../feed/live-feed.js';
import type { JournalNote, JournalStep } from './journal.js';

/** A live run: a configuration, with what it trades through in place of history and of its simulated venue. */
export interface LiveRunOptions {
  readonly config: BacktestConfig;
  readonly feed: LiveFeed;
  readonly broker: BrokerFactory;
  /** Folder of the instance: its journal, its lock and its orders from the operator. */
  readonly folder: string;
  /** Name of the instance: its orders carry it. Default: the strategy's, or the configuration's where there are several. */
  readonly instance?: string;
  /** What drives the run. Default: the machine's clock. */
  readonly clock?: Clock;
  /** Looks for orders of the operator. Default: the machine's clock, whatever drives the run. */
  readonly controlClock?: Clock;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly seed?: number;
  /** Whether a step is on the disk before anything goes on, or only safe from the end of the process. Default `full`. */
  readonly durability?: 'full' | 'relaxed';
  /** Ends once the last slice that is due has been decided on and its orders have been answered: for cron. */
  readonly once?: boolean;
  /** Decides, and sends and writes nothing. */
  readonly dryRun?: boolean;
  /** A new instance acts on the last bar of its history, if that is not too old. Default: it waits for the next one. */
  readonly startWithLastBar?: boolean;
  /** Ends the run in good order: what works goes on working at a networked venue. */
  readonly signal?: AbortSignal;
  readonly onNote?: (note: JournalNote) => void;
  readonly onStep?: (step: JournalStep) => void;
}

/** What a live run has come to. */
export interface LiveResult {
  /** `ended`: the data are over; `once`: what was due is done; `signal`: it was asked to end; `failed`: a strategy threw. */
  readonly end: 'ended' | 'once' | 'signal' | 'failed';
  readonly instance: string;
  /** Steps in the journal. */
  readonly steps: number;
  readonly haltReason: string | undefined;
  readonly cash: string;
  readonly equity: number;
  readonly positions: readonly { readonly symbol: string; readonly quantity: string }[];
  readonly openOrders: readonly string[];
}
