import type { Fill } from '../core/fill.js';
import type { Instrument } from '../core/instrument.js';
import { quantaToDecimal, quantaToNumber, quantaToText, type Decimal } from '../core/money.js';
import { addQuanta, negateQuanta, subtractQuanta, sumQuanta, type Quanta } from '../core/quanta.js';
import type { Trade } from '../core/trade.js';
import { ReconciliationError } from '../core/errors.js';
import { StrategyBook } from './book.js';
import { Ledger } from './ledger.js';
import { PositionView, type Position } from './position.js';

/** What brokers, risk rules and strategies may know of the account. Read-only. */
export interface AccountView {
  /** Settled cash in quanta. */
  readonly cashQuanta: Quanta;
  /** Cash as float64. */
  readonly cashNumber: number;
  /** Cash plus marks, float64. */
  readonly equity: number;
  /** Sum of |position value| at the marks. */
  readonly grossExposure: number;
  /** Sum of position values at the marks, shorts negative. */
  readonly netExposure: number;
  /** Lots held in the account, below 0 when short. */
  netLots(instrumentIndex: number): number;
  /** Last mark (close of the last bar), NaN before the first. */
  mark(instrumentIndex: number): number;
}

/**
 * The books of a run. Cash, lots and realised profit are exact; marks and equity are float64.
 * One account, one book for each strategy.
 */
export class Portfolio implements AccountView {
  readonly ledger: Ledger;
  readonly books: readonly StrategyBook[];
  readonly instruments: readonly Instrument[];
  /** Called for each closed trade, in the order of the fills. */
  onTrade: (trade: Trade) => void = () => {};

  readonly #unit: Float64Array;
  readonly #lots: Float64Array;
  readonly #size: Float64Array;
  readonly #marks: Float64Array;
  /** Instruments with a position, in declared order, so that sums are always taken in the same order. */
  readonly #open: number[] = [];
  #trades = 0;

  constructor(instruments: readonly Instrument[], strategies: readonly string[], startCash: Quanta) {
    this.instruments = instruments;
    this.ledger = new Ledger(startCash);
    this.books = strategies.map((name) => new StrategyBook(name, instruments));
    this.#unit = Float64Array.from(instruments, (i) => i.unitSize);
    this.#lots = new Float64Array(instruments.length);
    this.#size = new Float64Array(instruments.length);
    this.#marks = new Float64Array(instruments.length).fill(Number.NaN);
  }

  get cashQuanta(): Quanta {
    return this.ledger.cash;
  }
  get cashNumber(): number {
    return this.ledger.cashNumber;
  }
  get cash(): Decimal {
    return quantaToDecimal(this.ledger.cash);
  }

  get equity(): number {
    let equity = this.ledger.cashNumber;
    const open = this.#open;
    for (let i = 0; i < open.length; i++) {
      const index = open[i]!;
      equity += this.#size[index]! * this.#marks[index]!;
    }
    return equity;
  }

  get grossExposure(): number {
    let sum = 0;
    for (const index of this.#open) sum += Math.abs(this.#size[index]! * this.#marks[index]!);
    return sum;
  }

  get netExposure(): number {
    let sum = 0;
    for (const index of this.#open) sum += this.#size[index]! * this.#marks[index]!;
    return sum;
  }

  /** Number of instruments with a position. */
  get openPositions(): number {
    return this.#open.length;
  }

  netLots(instrumentIndex: number): number {
    return this.#lots[instrumentIndex]!;
  }

  mark(instrumentIndex: number): number {
    return this.#marks[instrumentIndex]!;
  }

  /** Takes the close of a bar as the instrument's mark. */
  setMark(instrumentIndex: number, price: number): void {
    this.#marks[instrumentIndex] = price;
  }

  /** Lots that one strategy holds, below 0 when short. */
  strategyLots(strategyIndex: number, instrumentIndex: number): number {
    return this.books[strategyIndex]!.position(instrumentIndex).signedLots;
  }

  /** A strategy's position as it is now. */
  position(strategyIndex: number, instrumentIndex: number): Position {
    return new PositionView(
      this.instruments[instrumentIndex]!,
      this.books[strategyIndex]!.position(instrumentIndex),
      this.#marks[instrumentIndex]!,
    );
  }

  /** Takes a fill into cash, costs and positions. */
  apply(fill: Fill): void {
    const { order } = fill;
    const index = order.instrumentIndex;
    this.ledger.book('trade', order.side === 'buy' ? negateQuanta(fill.valueQuanta) : fill.valueQuanta);
    for (const cost of fill.costs) this.ledger.book(cost.kind, negateQuanta(cost.amount));
    this.books[order.strategyIndex]!.apply(fill, this.#nextTradeId, this.onTrade);
    const before = this.#lots[index]!;
    const after = before + fill.signedLots;
    this.#lots[index] = after;
    this.#size[index] = after * this.#unit[index]!;
    if (Number.isNaN(this.#marks[index]!)) this.#marks[index] = fill.priceNumber;
    if ((before === 0) !== (after === 0)) {
      if (after === 0) this.#open.splice(this.#open.indexOf(index), 1);
      else this.#insertOpen(index);
    }
  }

  #insertOpen(index: number): void {
    const open = this.#open;
    let at = open.length;
    open.push(index);
    for (; at > 0 && open[at - 1]! > index; at--) open[at] = open[at - 1]!;
    open[at] = index;
  }

  readonly #nextTradeId = (): number => ++this.#trades;

  /** Realised profit before costs, all strategies. */
  get realised(): Quanta {
    return sumQuanta(this.books.map((book) => book.realised));
  }

  /** All costs paid. */
  get costs(): Quanta {
    return sumQuanta(this.books.map((book) => book.costs));
  }

  /** Unrealised profit at the marks, before costs, float64. */
  get unrealised(): number {
    let sum = 0;
    for (const book of this.books) {
      for (const index of this.#open) {
        const position = book.position(index);
        const size = position.signedLots * this.#unit[index]!;
        if (size !== 0) sum += size * this.#marks[index]! - Math.sign(size) * quantaToNumber(position.value);
      }
    }
    return sum;
  }

  /**
   * Proves the books: start + flows = cash; lots by strategy add up to the account's; and, exactly,
   * cash = start + realised - costs - value at entry of what is open (shorts with their sign).
   * @throws ReconciliationError naming the identity that fails and both sides.
   */
  verify(): void {
    this.ledger.verify();
    let openValue: Quanta = 0;
    for (let index = 0; index < this.instruments.length; index++) {
      let lots = 0;
      for (const book of this.books) {
        const position = book.position(index);
        lots += position.signedLots;
        openValue = position.signedLots >= 0 ? addQuanta(openValue, position.value) : subtractQuanta(openValue, position.value);
      }
      if (lots !== this.#lots[index]) {
        throw violated('positions', `${this.instruments[index]!.symbol}: strategies hold ${lots} lots, the account ${this.#lots[index]}`);
      }
    }
    const expected = subtractQuanta(subtractQuanta(addQuanta(this.ledger.start, this.realised), this.costs), openValue);
    if (expected !== this.ledger.cash)
      throw violated('profit', `start + realised - costs - open = ${quantaToText(expected)}, cash = ${quantaToText(this.ledger.cash)}`);
  }
}

function violated(identity: string, detail: string): ReconciliationError {
  return new ReconciliationError(`the ${identity} identity does not hold: ${detail}`, {
    code: `portfolio/${identity}-identity`,
    context: { detail },
    hint: 'this is a bug in the engine: please report it with the manifest of the run',
  });
}
