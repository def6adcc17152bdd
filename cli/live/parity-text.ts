import { isoInstant } from '../../src/core/time.js';
import type { Decision, DecisionDifference, LiveInput, Outcome } from '../../src/live/index.js';
import { counted } from '../data/output.js';
import type { ModelComparison } from './slippage.js';
import { orderText } from './step-lines.js';

/** What an audit has found. */
export interface ParityReport {
  readonly instance: string;
  readonly journal: string;
  readonly steps: number;
  readonly decisions: number;
  readonly same: boolean;
  readonly difference?: DecisionDifference;
  /** Real fills of market orders against the configuration's simulated broker; a sentence where that cannot be told. */
  readonly slippage: ModelComparison | string;
}

/** The first decision that differs, with what had come in. */
export function differenceText({ step, time, input, journal, now, outcomes, errors }: DecisionDifference): string {
  const sides =
    outcomes !== undefined
      ? [`  journal  ${outcomesText(outcomes.journal)}`, `  now      ${outcomesText(outcomes.now)}`]
      : errors !== undefined
        ? [`  journal  ${errors.journal ?? 'threw nothing'}`, `  now      ${errors.now ?? 'throws nothing'}`]
        : [`  journal  ${decisionsText(journal)}`, `  now      ${decisionsText(now)}`];
  const what = outcomes === undefined ? 'decision' : 'outcome';
  return [`First ${what} that differs: step ${step}, ${isoInstant(time)}`, ...inputText(input), ...sides].join('\n');
}

/** What was compared, and what fills have cost against the model. */
export function parityText({ instance, journal, steps, decisions, same, slippage }: ParityReport): string {
  const verdict = same ? 'every decision is the same' : 'not the same';
  const head = `${instance}: ${verdict} (${counted(steps, 'step')}, ${counted(decisions, 'decision')} in ${journal})`;
  if (typeof slippage === 'string') return `${head}\nFills against the simulated broker: ${slippage}`;
  const { orders, compared, mean, worst } = slippage;
  if (mean === undefined || worst === undefined) {
    return `${head}\nFills against the simulated broker: none of ${counted(orders, 'market order')} that filled can be compared`;
  }
  return [
    head,
    `Fills against the simulated broker: ${compared} of ${counted(orders, 'market order')} that filled, costs included, above 0 is worse`,
    `  mean     paid ${bps(mean.paid)}, model ${bps(mean.model)}, difference ${bps(mean.difference)}`,
    `  worst    paid ${bps(worst.paid)}, model ${bps(worst.model)}, difference ${bps(worst.difference)}: ${worst.what}, ${worst.decidedAt}`,
  ].join('\n');
}

function bps(value: number): string {
  return `${value.toFixed(2)} bp`;
}

function inputText(input: LiveInput): string[] {
  if (input.kind !== 'slice') return [`  input    ${JSON.stringify(input)}`];
  const bars = input.bars.slice(0, 10).map(({ symbol, open, high, low, close, volume }) => {
    return `  bar      ${symbol} open ${open}, high ${high}, low ${low}, close ${close}, volume ${volume}`;
  });
  const more = input.bars.length - bars.length;
  return [
    ...bars,
    ...(more > 0 ? [`           and ${more} more`] : []),
    ...(input.muted === true ? ['           too late to be acted on'] : []),
  ];
}

function decisionsText(decisions: readonly Decision[]): string {
  if (decisions.length === 0) return 'nothing';
  return decisions
    .map((decision) => {
      if (decision.kind === 'cancel') return `cancel ${decision.of}`;
      const { order } = decision;
      const id = `${order.id}${order.lots === 0 ? '' : `, ${order.lots} lots`}`;
      return decision.kind === 'submit' ? `${orderText(order)} [${id}]` : `replace ${decision.of} by ${orderText(order)} [${id}]`;
    })
    .join('; ');
}

function outcomesText(outcomes: readonly Outcome[]): string {
  if (outcomes.length === 0) return 'nothing';
  return outcomes
    .map(
      ({ kind, order, fill, reason }) =>
        `${kind} ${order}${fill === undefined ? '' : ` ${fill.quantity} @ ${fill.price}, costs ${fill.cost}`}${reason === undefined ? '' : ` (${reason})`}`,
    )
    .join('; ');
}
