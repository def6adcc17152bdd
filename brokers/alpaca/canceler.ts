import type { BrokerNotice } from '../../src/broker/live-broker.js';
import { MINUTE, type Millis } from '../../src/core/time.js';
import type { AlpacaClient } from './client.js';
import type { OrderTracker } from './order-tracker.js';
import { pauseOf, type Pauses } from './pauses.js';
import type { TrackedOrder } from './tracked-order.js';
import type { Wakes } from './wakes.js';

export interface CancelerParts {
  readonly client: AlpacaClient;
  readonly tracker: OrderTracker;
  readonly pauses: Pauses;
  readonly wakes: Wakes;
  /** Told of each order that has ended, or is given up: others may have waited for its shares. */
  readonly onEnded: () => void;
  /** Pauses between two looks at an order that is to end. */
  readonly steps: readonly Millis[];
  readonly notice: (notice: BrokerNotice) => void;
}

/** Ends orders: asks for it until the venue says that they have ended, whatever the answers to the asking are. */
export class Canceler {
  readonly #parts: CancelerParts;
  readonly #ending = new Map<TrackedOrder, Promise<void>>();

  constructor(parts: CancelerParts) {
    this.#parts = parts;
  }

  get busy(): boolean {
    return this.#ending.size > 0;
  }

  /** Whether an order of this instrument that the venue has is to end and has not: its shares are not free. */
  isEnding(instrumentIndex: number): boolean {
    for (const { order, venueOrderId } of this.#ending.keys()) {
      if (order.instrumentIndex === instrumentIndex && venueOrderId !== undefined) return true;
    }
    return false;
  }

  isAsked(tracked: TrackedOrder): boolean {
    return this.#ending.has(tracked);
  }

  /** Resolves when the order has ended, or everything has. Only for orders that the venue has, or may have. */
  end(tracked: TrackedOrder): Promise<void> {
    const known = this.#ending.get(tracked);
    if (known !== undefined) return known;
    const task = this.#run(tracked).finally(() => {
      this.#ending.delete(tracked);
      this.#parts.wakes.wake();
      this.#parts.onEnded();
    });
    this.#ending.set(tracked, task);
    return task;
  }

  /** Ends an order that the venue has although it should have ended: nobody waits for it any more. */
  async endAt(venueOrderId: string): Promise<void> {
    await this.#parts.client.cancel(venueOrderId);
  }

  async #run(tracked: TrackedOrder): Promise<void> {
    const { client, pauses, wakes, steps } = this.#parts;
    const isOver = (): boolean => !tracked.isOpen;
    for (let attempt = 0; !isOver() && !pauses.ended.aborted;) {
      const { venueOrderId } = tracked;
      if (venueOrderId === undefined) {
        // Whoever sends it is finding out.
        await wakes.until(() => isOver() || tracked.venueOrderId !== undefined, MINUTE);
        continue;
      }
      if (tracked.status !== 'pending_cancel' || attempt % 4 === 0) {
        const answer = await client.cancel(venueOrderId);
        if (answer.kind === 'refused' && tracked.isOpen) {
          this.#notice('debug', 'cancel/refused', `${tracked.clientOrderId}: ${answer.words}`);
        } else if (answer.kind === 'unclear') {
          this.#notice('warn', 'cancel/unclear', `${tracked.clientOrderId}: whether its cancel has arrived is not known: ${answer.why}`);
        }
        if (answer.kind !== 'ok') await this.#look(tracked);
      }
      if (await wakes.until(isOver, pauseOf(steps, attempt++))) return;
      await this.#look(tracked);
      if (attempt === steps.length) {
        this.#notice('warn', 'cancel/slow', `${tracked.clientOrderId} has not ended yet: the venue calls it "${tracked.status}"`);
      }
    }
  }

  async #look({ venueOrderId }: TrackedOrder): Promise<void> {
    const { client, tracker } = this.#parts;
    const found = await client.find(venueOrderId!);
    if (found.kind === 'found') tracker.see(found.order);
    else if (found.kind === 'none') this.#notice('error', 'order/vanished', `the venue does not know the order ${venueOrderId} any more`);
  }

  #notice(level: BrokerNotice['level'], code: string, message: string): void {
    this.#parts.notice({ level, code, message });
  }
}
