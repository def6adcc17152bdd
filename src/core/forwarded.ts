/**
 * Makes properties that are read from a source when they are asked for, so that the source may put its work off:
 * `forwarded<Source>(['orders', 'fills'])` returns a function that adds them to an object. They are the object's own,
 * so that a copy by spread has their values.
 *
 * All objects share the accessors. A getter written in an object literal is another function each time, which gives
 * each object a hidden class of its own; those stay until the next full garbage collection, with all that the getter reaches.
 */
export function forwarded<S extends object>(
  names: readonly (keyof S & string)[],
): <T extends object>(target: T, source: S) => T & Readonly<S> {
  const hidden = Symbol('source');
  const accessors = names.map((name) => ({
    enumerable: true,
    get(this: { readonly [hidden]: S }) {
      return this[hidden][name];
    },
  }));
  return <T extends object>(target: T, source: S) => {
    Object.defineProperty(target, hidden, { value: source });
    // One by one: all at once (`defineProperties`) takes twice as long.
    for (let i = 0; i < names.length; i++) Object.defineProperty(target, names[i]!, accessors[i]!);
    return target as T & Readonly<S>;
  };
}
