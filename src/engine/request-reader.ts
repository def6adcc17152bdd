import { OrderError } from '../core/errors.js';
import type { Instrument } from '../core/instrument.js';
import { exactOf, exactToNumber, type DecimalInput, type Exact } from '../core/money.js';
import type { Side } from '../core/order.js';
import { isoInstant, type Millis } from '../core/time.js';

/** What an error about a request names. */
export interface RequestSubject {
  readonly symbol: string;
  readonly side: Side;
}

/** Reads the numbers of order requests. A request that cannot be an order is a bug of its strategy: an OrderError. */
export class RequestReader {
  readonly #strategy: string;
  readonly #now: () => Millis;

  constructor(strategy: string, now: () => Millis) {
    this.#strategy = strategy;
    this.#now = now;
  }

  /** A quantity in whole lots, rounded toward zero, exactly. */
  lots(request: RequestSubject, quantity: DecimalInput, { lot }: Instrument): number {
    if (typeof quantity === 'number' && Number.isSafeInteger(quantity) && lot.float === 1 && lot.scale === 0) return quantity;
    return wholeLots(this.#exact(request, 'quantity', quantity), lot);
  }

  positive(request: RequestSubject, name: string, value: DecimalInput): Exact {
    const exact = this.#exact(request, name, value);
    if (exact.mantissa > 0n) return exact;
    throw this.fault(codeOf(name), request, `${name} is ${String(value)}`, `give a ${name} above 0; the side says the direction`);
  }

  price(request: RequestSubject, name: string, value: DecimalInput): number {
    return exactToNumber(this.positive(request, name, value));
  }

  fault(code: string, request: RequestSubject, what: string, hint: string, cause?: unknown): OrderError {
    const time = isoInstant(this.#now());
    return new OrderError(`${this.#strategy}: ${request.side} order for ${request.symbol} at ${time}: ${what}`, {
      code,
      context: { strategy: this.#strategy, ...request, time },
      hint,
      cause,
    });
  }

  #exact(request: RequestSubject, name: string, value: DecimalInput): Exact {
    try {
      return exactOf(value);
    } catch (cause) {
      throw this.fault(codeOf(name), request, `${name} is ${String(value)}`, `give ${name} as a finite number`, cause);
    }
  }
}

/** `order/trail-amount` of `trailAmount`. */
function codeOf(name: string): string {
  return `order/${name.replace(/[A-Z ]/g, (letter) => `-${letter.trim().toLowerCase()}`)}`;
}

function wholeLots(quantity: Exact, step: Exact): number {
  const scale = Math.max(quantity.scale, step.scale);
  return Number((quantity.mantissa * 10n ** BigInt(scale - quantity.scale)) / (step.mantissa * 10n ** BigInt(scale - step.scale)));
}
