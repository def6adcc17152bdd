import { isoInstant } from '../../src/core/time.js';
import type { JournalNote, JournalStep } from '../../src/live/index.js';
import type { RunLogger } from './log.js';
import type { RunTally } from './run-tally.js';
import type { Secrets } from './secrets.js';
import { linesOf, printed } from './step-lines.js';
import type { Webhook } from './webhook.js';

export interface RunWatchParts {
  readonly log: RunLogger;
  readonly webhook: Webhook | undefined;
  readonly secrets: Secrets;
  readonly instance: string;
  readonly tally: RunTally;
  /** Where orders and fills are printed, if they are. */
  readonly print: ((line: string) => void) | undefined;
}

/** Tells what happens in a run: lines on stdout, a log, and notifications of what an operator should see. */
export class RunWatch {
  readonly #parts: RunWatchParts;

  constructor(parts: RunWatchParts) {
    this.#parts = parts;
  }

  onNote({ at, level, code, message, data }: JournalNote): void {
    const { log, webhook, secrets, instance } = this.#parts;
    const time = isoInstant(at);
    log[level]({ code, at: time, ...(data && { data }) }, message);
    if (webhook === undefined || (level !== 'warn' && level !== 'error')) return;
    const clean = secrets.redact(message);
    const known = data === undefined ? undefined : (JSON.parse(secrets.redact(JSON.stringify(data))) as unknown);
    webhook.post({ text: `${instance}: ${clean}`, instance, kind: 'note', level, code, message: clean, time, data: known });
  }

  onStep(step: JournalStep): void {
    const { log, webhook, instance, tally, print, secrets } = this.#parts;
    tally.begin(step);
    const lines = linesOf(step, (id) => tally.orderOf(id));
    tally.take(step);
    log.debug({ code: 'live/step', step: step.number, input: step.input.kind, at: isoInstant(step.position) }, 'step');
    for (const line of lines) {
      print?.(printed(line));
      const time = isoInstant(line.time);
      const message = line.text.replaceAll(/ {2,}/g, ' ');
      log.info({ code: `live/${line.kind}`, at: time, data: line.data }, message);
      if (line.kind !== 'fill') continue;
      const clean = secrets.redact(message);
      webhook?.post({
        text: `${instance}: ${clean}`,
        instance,
        kind: 'fill',
        level: 'info',
        code: 'live/fill',
        message: clean,
        time,
        data: line.data,
      });
    }
  }
}
