import type { Calendar } from '../calendar/calendar.js';
import { ConfigError } from '../core/errors.js';
import type { Millis } from '../core/time.js';
import { openingLots, requirePositive } from './order-size.js';
import { PASS, type RememberingRule, type RiskMonitor, type RiskRun } from './risk-rule.js';

/** Options of the rules that stop trading after losses. */
export interface LossStopOptions {
  /** Sessions after the one of the loss in which nothing may be opened. Default 0. */
  readonly coolDown?: number;
}

/**
 * Once equity has lost `fraction` since the end of the session before, nothing may be opened for the rest of the session and for
 * the cool-down. Orders that reduce pass.
 */
export function dailyLossStop(fraction: number, { coolDown = 0 }: LossStopOptions = {}): RememberingRule {
  check('dailyLossStop', fraction, coolDown);
  return {
    name: `dailyLossStop(${fraction}, ${coolDown})`,
    start: (run) => {
      let session = -1;
      let before = run.account.equity;
      let last = before;
      return stopped(run, `equity lost ${fraction} in a session`, coolDown, (index, equity) => {
        if (index !== session) before = last;
        session = index;
        last = equity;
        return equity <= before * (1 - fraction);
      });
    },
  };
}

/**
 * Once equity has fallen `fraction` below its peak, nothing may be opened for the rest of the session and for the cool-down
 * (default: for the rest of the run). Afterwards the peak is counted anew.
 */
export function drawdownStop(fraction: number, { coolDown = Infinity }: LossStopOptions = {}): RememberingRule {
  check('drawdownStop', fraction, coolDown);
  return {
    name: `drawdownStop(${fraction}, ${coolDown})`,
    start: (run) => {
      let peak = run.account.equity;
      return stopped(run, `equity fell ${fraction} below its peak`, coolDown, (_, equity) => {
        peak = Math.max(peak, equity);
        if (equity > peak * (1 - fraction)) return false;
        peak = equity;
        return true;
      });
    },
  };
}

/** A monitor that refuses what opens while it is stopped. `isHit` is asked at each equity point outside a stop. */
function stopped(
  { calendar }: RiskRun,
  message: string,
  coolDown: number,
  isHit: (session: number, equity: number) => boolean,
): RiskMonitor {
  /** First session in which orders may open again. */
  let until = -Infinity;
  let session = -1;
  return {
    review: (order, account) => {
      if (sessionAt(calendar, order.decidedAt, session) >= until || openingLots(order, account) === 0) return PASS;
      const end = until === Infinity ? 'the end of the run' : `${until - session} sessions from now`;
      return { verdict: 'refuse', message: `${message}: nothing is opened until ${end}` };
    },
    onEquity: (time, equity) => {
      session = sessionAt(calendar, time, session);
      const hit = isHit(session, equity);
      if (hit && session >= until) until = session + 1 + coolDown;
    },
  };
}

/** Index of the session to which an instant is counted: its own, up to the end of its day. */
function sessionAt(calendar: Calendar, time: Millis, known: number): number {
  if (known >= 0 && time <= calendar.at(known).dayEnd && time > calendar.at(known).open) return known;
  return calendar.sessionOf(time).index;
}

function check(rule: string, fraction: number, coolDown: number): void {
  requirePositive(rule, fraction);
  if (fraction < 1 && coolDown >= 0) return;
  throw new ConfigError(`${rule}: the fraction must be below 1 and the cool-down at least 0, not ${fraction} and ${coolDown}`, {
    code: 'risk/limit',
    context: { rule, fraction, coolDown },
    hint: 'give 0.02 to stop after a loss of 2 %',
  });
}
