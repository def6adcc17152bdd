import type { BacktestResult } from '../engine/result.js';
import { amount, fixed, grouped, inUnit, statisticText } from './format.js';
import { figuresOf } from './figures.js';
import { withoutMachinePaths } from './paths.js';
import { wrapped } from './wrap.js';

/** Options of {@link summary}. */
export interface SummaryOptions {
  /** Characters in a line, 60 to 120. Default 80. */
  readonly width?: number;
  /** Bold heads, for a terminal that understands them. Default false. */
  readonly styled?: boolean;
}

const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/**
 * A run's important figures as a table for the terminal, with what they were made from; below it what costs do to the
 * Sharpe ratio, the warnings, and what the figures cannot tell. All figures stand in metrics.json and the tear sheet.
 */
export async function summary(result: BacktestResult, { width = 80, styled = false }: SummaryOptions = {}): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const { settings, metrics, benchmark } = result;
  const columns = Math.min(120, Math.max(60, width));
  const strong = (text: string): string => (styled ? `\u001B[1m${text}\u001B[22m` : text);
  const faint = (text: string): string => (styled ? `\u001B[2m${text}\u001B[22m` : text);
  const table = (): InstanceType<typeof Table> =>
    new Table({ chars: PLAIN, style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 } });
  const lines = (text: string): string[] => text.split('\n').map((line) => line.trimEnd());

  const figures = figuresOf(result).filter(({ definition: { inSummary } }) => inSummary === true || inSummary?.(result));
  const body = table();
  const heads = ['', 'run', ...(benchmark === undefined ? [] : [benchmark.symbol]), 'n'];
  body.push(heads.map((head) => ({ content: strong(head), hAlign: head === '' ? ('left' as const) : ('right' as const) })));
  let group = '';
  for (const { definition, value, benchmark: of } of figures) {
    if (definition.group !== group) {
      group = definition.group;
      body.push([{ content: faint(group), colSpan: heads.length }]);
    }
    const { unit } = definition;
    const label = unit === 'days' ? `${definition.label}, days` : definition.label;
    const cells = [value, ...(benchmark === undefined ? [] : [of])].map((one) => ({
      content: one === undefined ? '' : one.value === undefined ? 'undefined' : statisticText(one, unit),
      hAlign: 'right' as const,
    }));
    body.push([`  ${label}`, ...cells, { content: grouped(String(value.n)), hAlign: 'right' as const }]);
  }

  const money = table();
  const row = (label: string, text: string): void => void money.push([`  ${label}`, { content: text, hAlign: 'right' as const }]);
  row('starting cash', amount(result.startCash));
  for (const [kind, sum] of result.flows) row(kind, amount(sum));
  row('final cash', amount(result.finalCash));

  const costs = table();
  const { scenarios } = result.reliability.costSensitivity;
  const right = (text: string) => ({ content: text, hAlign: 'right' as const });
  costs.push(['  costs', ...scenarios.map(({ multiple }) => right(`${multiple}x`))]);
  costs.push([
    '  Sharpe ratio',
    ...scenarios.map(({ sharpe }) => right(sharpe.value === undefined ? 'undefined' : fixed(sharpe.value, 3))),
  ]);

  const shares = table();
  for (const cells of strategyRows(result)) shares.push([`  ${cells[0]}`, ...cells.slice(1).map(right)]);

  const undefinedOnes = figures
    .filter(({ value }) => value.value === undefined)
    .map(({ definition, value }) => `${definition.label}: ${value.reason ?? 'no reason given'}`);
  const { warnings } = withoutMachinePaths(result);
  const list = (title: string, texts: readonly string[]): string[] =>
    texts.length === 0 ? [] : ['', strong(title), ...texts.flatMap((text) => wrapped(`- ${text}`, columns - 2, '    ', '  '))];
  return [
    '',
    ...wrapped(
      `${settings.name}: ${metrics.firstSession ?? 'no session'} to ${metrics.lastSession ?? 'no session'}, ${settings.basis} prices, ${settings.account.currency}, cash buffer ${(settings.account.cashBuffer * 100).toFixed(2)} %`,
      columns,
    ).map(strong),
    '',
    ...lines(body.toString()),
    '',
    ...(result.strategies.length < 2 ? [] : [strong('Strategies'), ...lines(shares.toString()), '']),
    strong(`Cash, ${settings.account.currency}, exact`),
    ...lines(money.toString()),
    ...(metrics.fills === 0 ? [] : ['', strong('Fills held fixed, costs scaled'), ...lines(costs.toString())]),
    ...list('Undefined', undefinedOnes),
    ...list('Warnings', warnings),
    ...list(
      'What the figures cannot tell',
      result.reliability.caveats.map(({ text }) => text),
    ),
    '',
  ].join('\n');
}

/** What each strategy earned and paid: of its part of the account, or with sub-accounts from its first to its last equity. */
function strategyRows({ strategies }: BacktestResult): string[][] {
  const hasAccounts = strategies[0]?.account !== undefined;
  const heads = ['', 'closed trades', 'costs', ...(hasAccounts ? ['start', 'final equity'] : ['allocation'])];
  const rows = strategies.map(({ name, allocation, realised, costs, account }) => [
    name,
    inUnit(realised.toNumber(), 'money'),
    inUnit(costs.toNumber(), 'money'),
    ...(account === undefined
      ? [inUnit(allocation, 'percent')]
      : [inUnit(account.startCash.toNumber(), 'money'), inUnit(account.finalEquity, 'money')]),
  ]);
  return [heads, ...rows];
}
