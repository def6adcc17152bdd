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
  const accessors: PropertyDescriptorMap = {};
  for (const name of names) {
    accessors[name] = {
      enumerable: true,
      get(this: { readonly [hidden]: S }) {
        return this[hidden][name];
      },
    };
  }
  return <T extends object>(target: T, source: S) => {
    Object.defineProperty(target, hidden, { value: source });
    return Object.defineProperties(target, accessors) as T & Readonly<S>;
  };
}
