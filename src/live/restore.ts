import { isDeepStrictEqual } from 'node:util';

import { ReconciliationError } from '../core/errors.js';
import { isoInstant, type Millis } from '../core/time.js';
import type { Decision, Outcome } from './decision.js';
import type { Journal, JournalStep } from './journal.js';
import type { LiveCore, StepOutcome } from './live-core.js';

/** The first step in which a strategy decides otherwise today than it did then. */
export interface DecisionDifference {
  readonly step: number;
  readonly time: Millis;
  readonly input: JournalStep['input'];
  /** What the journal holds, and what the strategy would send now, from the first decision that differs on. */
  readonly journal: readonly Decision[];
  readonly now: readonly Decision[];
  /** The same of outcomes, where the decisions agree and the books do not. */
  readonly outcomes?: { readonly journal: readonly Outcome[]; readonly now: readonly Outcome[] };
  readonly errors?: { readonly journal: string | undefined; readonly now: string | undefined };
}

/** A core that stands where the journal ends. */
export interface Restored {
  readonly core: LiveCore;
  /** Set where today's strategy decides otherwise: the journal's decisions have won. */
  readonly difference: DecisionDifference | undefined;
}

/**
 * Brings a run to where its journal ends. Every input is taken again; as long as the strategies decide what they decided then, they are
 * exactly in the state they were in. Where they do not (the class has changed, or a model), the run is brought there with the journal's
 * orders instead: strategies see every bar, their declared state is put back, and the difference is told.
 *
 * @param make - a core that has been started, each time a new one.
 * @throws ReconciliationError where a simulated venue fills the journal's orders otherwise than it did.
 */
export function restoreRun(journal: Journal, make: () => LiveCore): Restored {
  const core = make();
  const difference = firstDifference(journal.steps(), core);
  if (difference === undefined) {
    core.restoreStates(journal.states());
    return { core, difference };
  }
  const followed = make();
  for (const step of journal.steps()) {
    const { outcomes } = followed.restore(step);
    if (followed.liveBroker === undefined && !isDeepStrictEqual(outcomes, step.outcomes)) throw otherFills(step, outcomes);
  }
  followed.restoreStates(journal.states());
  return { core: followed, difference };
}

/** Takes the inputs of steps through a core and tells the first that comes out otherwise. The core has then taken it. */
export function firstDifference(steps: Iterable<JournalStep>, core: LiveCore): DecisionDifference | undefined {
  for (const step of steps) {
    const now = core.take(step.input);
    const difference = differenceOf(step, now);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function differenceOf(step: JournalStep, now: StepOutcome): DecisionDifference | undefined {
  const { number, input, position: time } = step;
  const at = step.decisions.findIndex((decision, i) => !isDeepStrictEqual(decision, now.decisions[i]));
  const from = at < 0 ? step.decisions.length : at;
  const found = { step: number, time, input, journal: step.decisions.slice(from), now: now.decisions.slice(from) };
  if (found.journal.length > 0 || found.now.length > 0) return found;
  if (step.error !== now.error) return { ...found, errors: { journal: step.error, now: now.error } };
  if (isDeepStrictEqual(step.outcomes, now.outcomes)) return undefined;
  return { ...found, outcomes: { journal: step.outcomes, now: now.outcomes } };
}

function otherFills(step: JournalStep, now: readonly Outcome[]): ReconciliationError {
  return new ReconciliationError(`the simulated venue fills otherwise than it did in step ${step.number} (${isoInstant(step.position)})`, {
    code: 'live/other-fills',
    context: { step: step.number, journal: step.outcomes, now },
    hint: 'strategy and venue have both changed since: start a new instance',
  });
}
