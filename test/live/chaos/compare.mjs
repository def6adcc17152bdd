// Holds the journal of a run that has ended against the server that it traded with.
import { Decimal } from '../../../dist/src/index.js';
import { SqliteJournal, journalFile } from '../../../dist/src/live/index.js';

const ENDS = ['canceled', 'expired', 'replaced', 'rejected'];
const sum = (values) => values.reduce((total, value) => total.plus(value), new Decimal(0));
const short = (fills) => fills.map(({ qty, quantity, price }) => `${new Decimal(qty ?? quantity)}@${new Decimal(price)}`).join(' ');

/** What a journal says of each order: who sent it, what the venue calls it, what became of it. */
export function readJournal(folder) {
  const journal = new SqliteJournal(journalFile(folder), { readonly: true });
  const orders = new Map();
  const inputs = {};
  const add = (facts, kind, group) =>
    orders.set(facts.id, { id: facts.id, facts, kind, group, venueIds: new Set(), outcomes: [], inferred: false });
  let repairs = 0;
  for (const { input, decisions, outcomes } of journal.steps()) {
    inputs[input.kind] = (inputs[input.kind] ?? 0) + 1;
    for (const decision of decisions) {
      if (decision.kind === 'cancel') continue;
      add(decision.order, decision.kind);
      for (const leg of decision.group ?? []) add(leg, 'leg', decision.order.id);
    }
    for (const outcome of outcomes) orders.get(outcome.order).outcomes.push(outcome);
    if (input.kind === 'venue') {
      const { event } = input;
      const order = orders.get(event.clientOrderId);
      if (event.venueOrderId) order.venueIds.add(event.venueOrderId);
      if (event.inferred) order.inferred = true;
    }
    if (input.kind === 'adopt' || (input.kind === 'cash' && input.as === 'adjustment')) repairs += 1;
  }
  const notes = journal.notes();
  journal.close();
  return { orders, inputs, notes, repairs };
}

/** Everything in which the two do not agree, as sentences; none where they do. */
export function differences({ orders, repairs }, result, state) {
  const faults = [];
  const byClientId = new Map(state.orders.map((order) => [order.clientOrderId, order]));
  const byId = new Map(state.orders.map((order) => [order.id, order]));
  if (byClientId.size !== state.orders.length) faults.push('the server has a client id twice');
  if (repairs > 0) faults.push(`${repairs} repairs of positions or cash, where nobody else trades`);
  const known = new Set();
  let anyInferred = false;
  for (const order of orders.values()) {
    const { id, outcomes, venueIds, inferred } = order;
    anyInferred ||= inferred;
    const own = byClientId.get(id);
    const theirs = [...new Set([...(own ? [own] : []), ...[...venueIds].map((each) => byId.get(each))])];
    if (theirs.includes(undefined)) faults.push(`${id}: the journal has a venue's id that the server does not know`);
    for (const each of theirs) if (each) known.add(each.id);
    const fills = outcomes.filter(({ kind }) => kind === 'filled').map(({ fill }) => fill);
    const serverFills = state.fills.filter(({ orderId }) => theirs.some((each) => each?.id === orderId));
    const filled = sum(fills.map(({ quantity }) => quantity));
    const last = outcomes.at(-1);
    const story = `${id} (${outcomes.map(({ kind, reason }) => (reason ? `${kind}:${reason}` : kind)).join(' ')} | ${theirs.map((each) => `${each?.status} ${each?.filledQty}/${each?.qty}`).join(', ')})`;
    if (!filled.eq(sum(serverFills.map(({ qty }) => qty)))) faults.push(`${story}: fills ${short(fills)} | ${short(serverFills)}`);
    else if (!inferred && short(fills) !== short(serverFills)) faults.push(`${story}: fills ${short(fills)} | ${short(serverFills)}`);
    const isFilled = last?.kind === 'filled' && last.fill.complete;
    if (last === undefined || !(isFilled || ['canceled', 'expired', 'rejected'].includes(last.kind)))
      faults.push(`${story}: it has no end in the journal`);
    else if (last.kind === 'rejected') {
      if (!last.message) faults.push(`${story}: rejected without a reason`);
      if (theirs.some((each) => each && each.status !== 'rejected')) faults.push(`${story}: rejected in the journal, not at the server`);
    } else if (theirs.length === 0) {
      const wasTaken = outcomes.some(({ kind }) => kind === 'accepted' || kind === 'held');
      if (isFilled || wasTaken) faults.push(`${story}: it is not at the server`);
    } else {
      const end = theirs.at(-1)?.status;
      // The venue had taken off an exit what its sibling filled, and filled the rest before it said so: what was cut is canceled here.
      const wasCut =
        order.facts.sibling !== undefined && last.reason === 'sibling-ended' && end === 'filled' && filled.lt(order.facts.quantity);
      if (isFilled ? end !== 'filled' : !ENDS.includes(end) && !wasCut) faults.push(`${story}: the ends differ`);
    }
  }
  for (const { id, clientOrderId, parent, status, filledQty } of state.orders) {
    if (known.has(id)) continue;
    // A leg that ended with its entry before anybody asked for its name.
    if (parent !== undefined && known.has(parent) && filledQty === '0' && status === 'canceled') continue;
    faults.push(`${clientOrderId} (${status}, filled ${filledQty}) is at the server, not in the journal`);
  }
  const positions = Object.fromEntries(result.positions.map(({ symbol, quantity }) => [symbol, quantity]));
  const theirs = Object.fromEntries(Object.entries(state.positions).map(([symbol, { qty }]) => [symbol, qty]));
  const text = (book) => JSON.stringify(Object.entries(book).sort());
  if (text(positions) !== text(theirs)) faults.push(`positions: ${text(positions)} | ${text(theirs)}`);
  const gap = new Decimal(result.cash).minus(state.cash).abs();
  if (gap.gt(anyInferred ? '0.005' : 0)) faults.push(`cash: ${result.cash} | ${state.cash}`);
  if (result.haltReason !== undefined) faults.push(`halted: ${result.haltReason}`);
  if (result.openOrders.length > 0) faults.push(`open: ${result.openOrders.join(', ')}`);
  return faults;
}
