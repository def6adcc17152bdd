import { ConfigError } from '../core/errors.js';

/** The declared state of a strategy, as JSON: what a restart brings back. */
export class PersistentState {
  readonly #states = new Map<string, Record<string, unknown>>();

  /** @throws ConfigError when the name is taken or a value is not plain JSON. */
  declare<S extends Record<string, unknown>>(name: string, initial: S): S {
    if (this.#states.has(name)) {
      throw new ConfigError(`state ${JSON.stringify(name)} is declared twice`, {
        code: 'state/duplicate',
        context: { name },
        hint: 'give each state a name of its own',
      });
    }
    assertJson(name, initial);
    this.#states.set(name, initial);
    return initial;
  }

  /** @throws ConfigError when a value has stopped being plain JSON. */
  save(): string {
    for (const [name, state] of this.#states) assertJson(name, state);
    return JSON.stringify(Object.fromEntries(this.#states));
  }

  /** Puts saved values back into the declared objects, which keep their identity. */
  restore(saved: string): void {
    const values = JSON.parse(saved) as Record<string, Record<string, unknown>>;
    for (const [name, state] of this.#states) {
      const value = values[name];
      if (value === undefined) continue;
      for (const key of Object.keys(state)) delete state[key];
      Object.assign(state, value);
    }
  }
}

function assertJson(path: string, value: unknown): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return;
  if (Array.isArray(value)) {
    value.forEach((item, i) => assertJson(`${path}[${i}]`, item));
    return;
  }
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    for (const [key, item] of Object.entries(value)) assertJson(`${path}.${key}`, item);
    return;
  }
  throw new ConfigError(`state ${path} is not plain JSON: ${String(value)}`, {
    code: 'state/not-json',
    context: { path },
    hint: 'keep finite numbers, texts, true, false, null, and arrays and plain objects of them',
  });
}
