import { ConfigError } from '../../../src/core/errors.js';
import type { RandomSource } from '../../../src/core/random.js';
import type { BarFault, ConnectFault, FaultName, FaultTarget, RandomFaults, RequestFault, UpdateFault } from './fault-names.js';

/** Faults of a {@link FakeAlpaca}: the next ones by name, and random ones by probability. */
export interface Faults {
  /** Has the next `times` (default 1) of what `target` names meet this fault. Calls line up in order. */
  next(target: FaultTarget, fault: FaultName, times?: number): void;
  /** Sets the probabilities of random faults; `{}` for none. */
  random(probabilities: RandomFaults): void;
  /** Forgets everything: no fault from now on. */
  clear(): void;
  /** How often each fault has struck. */
  readonly struck: Readonly<Record<string, number>>;
}

/** Faults that differ from others only for requests which change something. */
const WRITES_ONLY: readonly string[] = ['500-after-accept', 'timeout-after-accept', 'reset-after-accept', 'late', 'update-first', 'race'];

type Kind = keyof RandomFaults;

/** Decides what each request, update and connection meets. */
export class FaultPlan implements Faults {
  readonly #random: RandomSource;
  readonly #script: { readonly matches: (name: string) => boolean; readonly fault: FaultName }[] = [];
  #probabilities: RandomFaults = {};
  readonly struck: Record<string, number> = {};

  constructor(random: RandomSource) {
    this.#random = random;
  }

  next(target: FaultTarget, fault: FaultName, times = 1): void {
    const matches = matcherOf(target);
    for (let i = 0; i < times; i++) this.#script.push({ matches, fault });
  }

  random(probabilities: RandomFaults): void {
    for (const [kind, group] of Object.entries(probabilities)) {
      const sum = Object.values(group as Record<string, number>).reduce((total, each) => total + each, 0);
      if (!(sum >= 0 && sum <= 1) || Object.values(group as Record<string, number>).some((each) => !(each >= 0))) {
        throw new ConfigError(`probabilities of ${kind} must be 0 or more and sum to at most 1, not ${sum}`, {
          code: 'fake-alpaca/probabilities',
          context: { kind, sum },
          hint: 'one request, update or connection meets at most one fault',
        });
      }
    }
    this.#probabilities = probabilities;
  }

  clear(): void {
    this.#script.length = 0;
    this.#probabilities = {};
  }

  ofRequest(method: string, path: string): RequestFault | undefined {
    return this.#decide('requests', [`${method} ${path}`], method === 'GET') as RequestFault | undefined;
  }

  ofUpdate(event: string): UpdateFault | undefined {
    return this.#decide('updates', [`trade_updates ${event}`, 'trade_updates']) as UpdateFault | undefined;
  }

  ofConnection(stream: 'trading stream' | 'data stream'): ConnectFault | undefined {
    const fault = this.#decide('connections', [stream]) as ConnectFault | undefined;
    return fault === 'connection-limit' && stream === 'trading stream' ? undefined : fault;
  }

  ofBar(): BarFault | undefined {
    return this.#decide('bars', ['bars']) as BarFault | undefined;
  }

  #decide(kind: Kind, names: readonly string[], readOnly = false): FaultName | undefined {
    const at = this.#script.findIndex(({ matches }) => names.some(matches));
    const fault = at >= 0 ? this.#script.splice(at, 1)[0]!.fault : this.#draw(kind, readOnly);
    if (fault !== undefined) this.struck[fault] = (this.struck[fault] ?? 0) + 1;
    return fault;
  }

  #draw(kind: Kind, readOnly: boolean): FaultName | undefined {
    const group = this.#probabilities[kind];
    if (group === undefined) return undefined;
    let left = this.#random.next();
    for (const [fault, probability] of Object.entries(group)) {
      left -= probability;
      if (left < 0) return readOnly && WRITES_ONLY.includes(fault) ? undefined : (fault as FaultName);
    }
    return undefined;
  }
}

function matcherOf(target: string): (name: string) => boolean {
  if (!target.includes('*')) return (name) => name === target;
  const pattern = new RegExp(`^${target.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
  return (name) => pattern.test(name);
}
