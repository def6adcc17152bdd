import { ConfigError } from '../core/errors.js';

/** One parameter of a strategy: its kind, default and range, known to the command line and to sweeps. */
export interface ParameterSpec<T> {
  readonly kind: 'integer' | 'number' | 'flag' | 'text' | 'choice';
  readonly default: T;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly T[];
  readonly description?: string;
}

/** Parameters of a strategy by their names. */
export type ParameterSchema = Readonly<Record<string, ParameterSpec<number> | ParameterSpec<boolean> | ParameterSpec<string>>>;

/** The parameters that a schema describes. */
export type ParametersOf<S extends ParameterSchema> = { readonly [K in keyof S]: S[K] extends ParameterSpec<infer T> ? T : never };

interface Range {
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
  readonly description?: string;
}

/** A whole number. */
export function integer(options: Range): ParameterSpec<number> {
  return { kind: 'integer', ...options };
}

/** Any finite number. */
export function number(options: Range): ParameterSpec<number> {
  return { kind: 'number', ...options };
}

/** Yes or no. */
export function flag(options: { readonly default: boolean; readonly description?: string }): ParameterSpec<boolean> {
  return { kind: 'flag', ...options };
}

/** A parameter that is a text. */
export function text(options: { readonly default: string; readonly description?: string }): ParameterSpec<string> {
  return { kind: 'text', ...options };
}

/** One of a closed list of words. */
export function choice<const T extends string>(
  choices: readonly T[],
  options: { readonly default: NoInfer<T>; readonly description?: string },
): ParameterSpec<T> {
  return { kind: 'choice', choices, ...options };
}

/**
 * Fills in defaults and checks every value.
 * @throws ConfigError for a name the schema lacks or a value out of range, with the range.
 */
export function resolveParameters(
  owner: string,
  schema: ParameterSchema | undefined,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (schema === undefined) return { ...given };
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(schema, name)) throw unknownParameter(owner, name, Object.keys(schema));
  }
  const resolved: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(schema)) {
    const value = given[name] === undefined ? spec.default : given[name];
    checkParameter(owner, name, spec, value);
    resolved[name] = value;
  }
  return resolved;
}

/**
 * Reads a parameter's value from text, as `--set name=value` gives it. Without a schema the value's looks decide.
 * @throws ConfigError when the text is no value of the parameter.
 */
export function parseParameter(owner: string, schema: ParameterSchema | undefined, name: string, value: string): unknown {
  const spec = schema?.[name];
  if (schema !== undefined && spec === undefined) throw unknownParameter(owner, name, Object.keys(schema));
  const asNumber = value.trim() === '' ? Number.NaN : Number(value);
  switch (spec?.kind) {
    case 'integer':
    case 'number':
      return asNumber;
    case 'flag':
      return value === 'true' ? true : value === 'false' ? false : value;
    case 'text':
    case 'choice':
      return value;
    case undefined:
      return value === 'true' ? true : value === 'false' ? false : Number.isNaN(asNumber) ? value : asNumber;
  }
}

function unknownParameter(owner: string, name: string, known: readonly string[]): ConfigError {
  return new ConfigError(`${owner} has no parameter ${JSON.stringify(name)}`, {
    code: 'parameter/unknown',
    context: { strategy: owner, name, known },
    hint: known.length === 0 ? 'it has no parameters' : `it has ${known.join(', ')}`,
  });
}

function checkParameter(owner: string, name: string, spec: ParameterSpec<unknown>, value: unknown): void {
  const { kind, min = -Infinity, max = Infinity } = spec;
  const good =
    kind === 'integer'
      ? Number.isInteger(value) && (value as number) >= min && (value as number) <= max
      : kind === 'number'
        ? Number.isFinite(value) && (value as number) >= min && (value as number) <= max
        : kind === 'flag'
          ? typeof value === 'boolean'
          : kind === 'text'
            ? typeof value === 'string'
            : (spec.choices ?? []).includes(value);
  if (good) return;
  throw new ConfigError(`${owner}: parameter ${name} = ${String(value)} is not ${describe(spec)}`, {
    code: 'parameter/out-of-range',
    context: { strategy: owner, name, value },
    hint: `give ${name} ${describe(spec)}; its default is ${String(spec.default)}`,
  });
}

function describe({ kind, min, max, choices }: ParameterSpec<unknown>): string {
  if (kind === 'choice') return `one of ${(choices ?? []).map(String).join(', ')}`;
  if (kind === 'flag') return 'true or false';
  if (kind === 'text') return 'a text';
  const range =
    min !== undefined && max !== undefined
      ? ` from ${min} to ${max}`
      : min !== undefined
        ? ` of at least ${min}`
        : max !== undefined
          ? ` of at most ${max}`
          : '';
  return `a ${kind === 'integer' ? 'whole number' : 'number'}${range}`;
}
