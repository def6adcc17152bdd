/** Properties that are read from a source of type `S`, which may be more than they show: an `R`. */
export interface Forwarded<S extends object, R extends S> {
  /** Adds the properties to an object. */
  onto<T extends object>(target: T, source: R): T & Readonly<S>;
  /** Where an object's properties come from; `undefined` for one that was not given them, such as a copy. */
  sourceOf(target: object): R | undefined;
}

/**
 * Makes properties that are read from a source when they are asked for, so that the source may put its work off:
 * `forwarded<Source>(['orders', 'fills']).onto(target, source)`. They are the object's own, so that a copy by spread has their
 * values.
 *
 * All objects share the accessors. A getter written in an object literal is another function each time, which gives
 * each object a hidden class of its own; those stay until the next full garbage collection, with all that the getter reaches.
 */
export function forwarded<S extends object, R extends S = S>(names: readonly (keyof S & string)[]): Forwarded<S, R> {
  const hidden = Symbol('source');
  const accessors = names.map((name) => ({
    enumerable: true,
    get(this: { readonly [hidden]: R }) {
      return this[hidden][name];
    },
  }));
  return {
    onto<T extends object>(target: T, source: R) {
      Object.defineProperty(target, hidden, { value: source });
      // One by one: all at once (`defineProperties`) takes twice as long.
      for (let i = 0; i < names.length; i++) Object.defineProperty(target, names[i]!, accessors[i]!);
      return target as T & Readonly<S>;
    },
    sourceOf: (target) => (target as { readonly [hidden]?: R })[hidden],
  };
}
