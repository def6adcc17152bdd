import type { BarFacts, FillFacts, OrderFacts, TradeExplanation, TradeLeg } from './explanation.js';
import { grouped } from './format.js';

/** A line of an explanation: what it is about, and what there is to say. */
export type ExplanationLine = readonly [label: string, text: string];

/** A part of an explanation under its heading. */
export interface ExplanationSection {
  readonly heading: string;
  readonly lines: readonly ExplanationLine[];
}

/** An explanation in words: the trade, its entry, its exit. */
export function explanationSections({ trade, entry, exit }: TradeExplanation): ExplanationSection[] {
  return [
    {
      heading: `Trade ${trade.id}: ${trade.side} ${trade.quantity} ${trade.symbol} (${trade.strategy})`,
      lines: [
        ['entry', `${trade.entryPrice} at ${trade.entryTime}`],
        ['exit', `${trade.exitPrice} at ${trade.exitTime}`],
        ['profit', `${money(trade.grossProfit)} before costs, ${money(trade.costs)} costs, ${money(trade.netProfit)} net`],
      ],
    },
    { heading: `Entry: ${orderText(entry.order)}`, lines: legLines(entry) },
    { heading: `Exit: ${orderText(exit.order)}`, lines: legLines(exit) },
  ];
}

/** The same as text for a terminal. */
export function explanationText(explanation: TradeExplanation): string {
  const sections = explanationSections(explanation);
  const width = Math.max(...sections.flatMap(({ lines }) => lines.map(([label]) => label.length)));
  return sections
    .map(({ heading, lines }) => [heading, ...lines.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`)].join('\n'))
    .join('\n\n')
    .concat('\n');
}

function orderText(order: OrderFacts): string {
  const { id, side, type, symbol, quantity, notional, purpose, timeInForce, expiresAt } = order;
  const size = quantity ?? `${notional === 'max' ? 'all buying power' : money(notional ?? '0')} of`;
  const life = expiresAt === undefined ? timeInForce : `${timeInForce} ${expiresAt}`;
  const what = [`${type} order ${id}`, purpose === 'plain' ? '' : `towards a ${purpose}`, ...pricesOf(order), life, ...relations(order)];
  return `${side} ${size} ${symbol} (${what.filter(Boolean).join(', ')})`;
}

function pricesOf({ stop, limit, trail }: OrderFacts): string[] {
  const distance = trail === undefined ? '' : 'amount' in trail ? `${trail.amount} behind` : `${trail.percent} % behind`;
  return [stop === undefined ? '' : `stop ${stop}`, distance, limit === undefined ? '' : `limit ${limit}`].filter(Boolean);
}

function relations({ parent, sibling, replaces }: OrderFacts): string[] {
  return [
    parent === undefined ? '' : `leg of order ${parent}`,
    sibling === undefined ? '' : `paired with order ${sibling}`,
    replaces === undefined ? '' : `in place of order ${replaces}`,
  ];
}

function legLines({ order, fill }: TradeLeg): ExplanationLine[] {
  const { decision, changes } = order;
  const lines: ExplanationLine[] = [['decided', `${decision.time}${decisionPlace(order)}`]];
  if (decision.tag !== undefined) lines.push(['tag', decision.tag]);
  if (decision.because !== undefined) lines.push(['because', decision.because]);
  for (const [name, value] of Object.entries(decision.signals ?? {})) lines.push(['signal', `${name} = ${value}`]);
  for (const [name, { value, previous }] of Object.entries(decision.indicators ?? {}))
    lines.push(['indicator', `${name} = ${value ?? 'none yet'}${previous === null ? '' : `, before ${previous}`}`]);
  for (const [name, { value, knownAt }] of Object.entries(decision.inputs ?? {}))
    lines.push(['input', `${name} = ${value}${knownAt === undefined ? '' : `, known at ${knownAt}`}`]);
  if (decision.bar !== undefined) lines.push(['last bar', barText(decision.bar)]);
  for (const { time, from, to, reason, message } of changes) lines.push(['cut', `from ${from} to ${to} at ${time}, ${reason}: ${message}`]);
  lines.push(...fillLines(order, fill));
  if (order.status !== 'filled')
    lines.push(['order end', [order.status, order.reason, order.message].filter((part) => part !== undefined).join(': ')]);
  return lines;
}

function decisionPlace({ decision: { hook }, afterFill }: OrderFacts): string {
  return `${hook === undefined ? '' : ` in ${hook}`}${afterFill === undefined ? '' : `, on fill ${afterFill}`}`;
}

function fillLines(order: OrderFacts, fill: FillFacts): ExplanationLine[] {
  const others = order.fills.length - 1;
  const more = others === 0 ? '' : ` (the order has ${others} more ${others === 1 ? 'fill' : 'fills'})`;
  const kinds = Object.entries(fill.costs).map(([kind, amount]) => `${kind} ${money(amount)}`);
  const moved = fill.referencePrice === fill.price ? '' : `, moved by the broker's model from the bar's ${fill.referencePrice}`;
  return [
    ['filled', `${fill.quantity} at ${fill.price} at ${fill.time}${moved}${more}`],
    ['rule', branchText(fill, order)],
    ...(fill.bar === undefined ? [] : [['fill bar', barText(fill.bar)] as const]),
    ['cost', kinds.length < 2 ? (kinds[0] ?? 'none') : `${money(fill.cost)}: ${kinds.join(', ')}`],
  ];
}

/** A rule of `FillBranch` in words. */
function branchText({ branch, policy }: FillFacts, order: OrderFacts): string {
  const price = order.trail === undefined ? `its ${pricesOf(order).join(' and ')}` : 'its trailing stop';
  switch (branch) {
    case 'open':
      return 'open: the first open that the order could have';
    case 'gap':
      return `gap: the bar opened ${order.type === 'limit' ? 'at a better price than' : 'beyond'} ${price}`;
    case 'path':
      return `path: the bar reached ${price} between its open and its close`;
    case 'path-dependent':
      return `path-dependent: the bar reached ${price}, and the path policy${policy === undefined ? '' : ` (${policy})`} decided what came first`;
    case 'close':
      return "close: the bar's closing price";
  }
}

function barText({ openTime, time, open, high, low, close, volume }: BarFacts): string {
  return `${openTime} to ${time}: open ${open}, high ${high}, low ${low}, close ${close}${volume === undefined ? '' : `, volume ${volume}`}`;
}

function money(amount: string): string {
  return grouped(amount);
}
