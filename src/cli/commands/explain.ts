import { ConfigError } from '../../core/errors.js';
import { explanationText } from '../../report/explanation-text.js';
import { jsonText } from '../../report/json.js';
import { explainFromFolder } from '../../run-folder/explain-from-folder.js';
import { RunFolder } from '../../run-folder/run-folder.js';

/** Options of `barstream explain`. */
export interface ExplainCommandOptions {
  readonly json?: boolean;
}

/** Prints why a trade happened. */
export function explainCommand(run: string, trade: string, { json = false }: ExplainCommandOptions): void {
  const number = /^\d+$/.test(trade) ? Number(trade) : Number.NaN;
  if (!Number.isSafeInteger(number)) {
    throw new ConfigError(`${JSON.stringify(trade)} is no number of a trade`, {
      code: 'explain/trade',
      context: { trade },
      hint: 'give the id of a row of trades.csv, for example 1',
    });
  }
  const explanation = explainFromFolder(new RunFolder(run), number);
  process.stdout.write(json ? jsonText(explanation) : explanationText(explanation));
}
