import type {
  Scenario,
  ScenarioAction,
  ScenarioBar,
  ScenarioCommand,
  ScenarioLife,
  ScenarioOrder,
  ScenarioPolicy,
  ScenarioSession,
  ScenarioType,
} from './scenario.js';

/** A small generator of its own: mulberry32. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const POLICIES: readonly ScenarioPolicy[] = ['pessimistic', 'pessimistic', 'optimistic', 'ohlc', 'olhc', 'nearest'];
const TYPES: readonly ScenarioType[] = ['market', 'limit', 'stop', 'stop-limit', 'trailing-stop'];
const LIVES: Readonly<Record<ScenarioType, readonly ScenarioLife[]>> = {
  market: ['gtc', 'day', 'gtd', 'ioc', 'fok', 'opg', 'cls'],
  limit: ['gtc', 'gtc', 'day', 'gtd', 'ioc', 'fok', 'opg', 'cls'],
  stop: ['gtc', 'gtc', 'day', 'gtd'],
  'stop-limit': ['gtc', 'gtc', 'day', 'gtd'],
  'trailing-stop': ['gtc', 'gtc', 'day', 'gtd'],
};
const RATIOS: readonly (readonly [number, number])[] = [
  [2, 1],
  [7, 1],
  [3, 2],
  [1, 8],
  [1, 2],
];

/**
 * A random scenario. Prices move on few levels, so that ties, touches and gaps are common; sizes are near what a bar's volume
 * lets through.
 */
export function scenarioOf(seed: number, sessions: readonly ScenarioSession[]): Scenario {
  const next = chance(seed);
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const maybe = (probability: number): boolean => next() < probability;

  const count = whole(1, 2);
  const actions: ScenarioAction[] = [];
  const bars = Array.from({ length: count }, (_, instrument): ScenarioBar[] => {
    let price = whole(2000, 12_000);
    const splits = maybe(0.25) ? whole(3, sessions.length - 2) : -1;
    return sessions.map((_, session) => {
      if (session === splits) {
        const [numerator, denominator] = pick(RATIOS);
        actions.push({ kind: 'split', instrument, session, numerator, denominator });
        price = Math.max(100, Math.round((price * denominator) / numerator));
      }
      if (session > 1 && session !== splits && maybe(0.06)) {
        const paid = maybe(0.5) && session + 2 < sessions.length ? session + 2 : undefined;
        actions.push({ kind: 'dividend', instrument, session, cents: whole(1, 80), ...(paid !== undefined && { paid }) });
      }
      const unit = Math.max(1, Math.round(price / 200));
      const open = Math.max(2 * unit, price + unit * whole(-3, 3));
      const close = Math.max(2 * unit, open + unit * whole(-4, 4));
      const high = Math.max(open, close) + unit * whole(0, 3);
      const low = Math.max(1, Math.min(open, close) - unit * whole(0, 3));
      price = close;
      return { open, high, low: Math.min(low, open, close), close, volume: maybe(0.06) ? 0 : whole(1, 40) * 100 };
    });
  });

  const names: string[] = [];
  let number = 0;
  const orderAt = (session: number): ScenarioOrder => {
    const instrument = whole(0, count - 1);
    const { close } = bars[instrument]![session]!;
    const unit = Math.max(1, Math.round(close / 200));
    const near = (from: number, to: number): number => Math.max(1, close + unit * whole(from, to));
    const side = maybe(0.5) ? 'buy' : 'sell';
    const type = pick(TYPES);
    const life = pick(LIVES[type]);
    const off = maybe(0.03) ? 0.5 : 0;
    const sign = side === 'buy' ? 1 : -1;
    const quantity = maybe(0.03) ? 0.4 : maybe(0.02) ? 1e9 : whole(1, 300);
    const name = `${++number}`;
    names.push(name);
    const priced = {
      ...((type === 'limit' || type === 'stop-limit') && { limit: near(-4, 4) + off }),
      ...((type === 'stop' || type === 'stop-limit') && { stop: near(-3, 3) + (type === 'stop' ? off : 0) }),
      ...(type === 'trailing-stop' && (maybe(0.5) ? { trailAmount: unit * whole(1, 4) + off } : { trailPercent: whole(1, 4) })),
    };
    const entry = type !== 'trailing-stop' && (life === 'gtc' || life === 'day') && maybe(0.35);
    const base = priced.limit ?? priced.stop ?? close;
    const away = (steps: number): number => Math.max(1, Math.round(base) + sign * unit * steps);
    const legs = entry ? whole(1, 3) : 0;
    const wrong = maybe(0.08) ? -1 : 1;
    const until = life === 'gtd' ? Math.min(sessions.length - 1, session + whole(maybe(0.1) ? 0 : 1, 4)) : undefined;
    if (entry) names.push(...(legs !== 2 ? [`${name}/take`] : []), ...(legs !== 1 ? [`${name}/stop`] : []));
    return {
      name,
      instrument,
      side,
      type,
      quantity,
      life,
      ...priced,
      ...(until !== undefined && { until }),
      ...(legs > 0 && legs !== 2 && { takeProfit: away(wrong * whole(1, 4)) }),
      ...(legs > 1 && { stopLoss: away(-whole(1, 4)) }),
    };
  };

  const commands = sessions.map((_, session): ScenarioCommand[] =>
    session === sessions.length - 1
      ? []
      : Array.from({ length: whole(0, 3) }, (): ScenarioCommand => {
          const kind = next();
          if (names.length > 0 && kind < 0.12) return { kind: 'cancel', order: pick(names) };
          if (names.length > 0 && kind < 0.24) {
            const old = pick(names);
            const name = `${++number}r`;
            const instrument = whole(0, count - 1);
            const { close } = bars[instrument]![session]!;
            names.push(name);
            return {
              kind: 'replace',
              order: old,
              name,
              ...(maybe(0.6) && { quantity: whole(1, maybe(0.3) ? 12 : 300) }),
              ...(maybe(0.5) && { price: Math.max(1, close + whole(-60, 60)) + (maybe(0.05) ? 0.5 : 0) }),
            };
          }
          if (kind < 0.34) {
            const instrument = whole(0, count - 1);
            const { close } = bars[instrument]![session]!;
            const unit = Math.max(1, Math.round(close / 200));
            const side = maybe(0.5) ? 'buy' : 'sell';
            const sign = side === 'sell' ? 1 : -1;
            const name = `${++number}p`;
            names.push(`${name}/take`, `${name}/stop`);
            return {
              kind: 'pair',
              pair: {
                name,
                instrument,
                side,
                quantity: whole(1, 300),
                takeProfit: Math.max(1, close + sign * unit * whole(maybe(0.05) ? -6 : 0, 4)),
                stopLoss: Math.max(1, close - sign * unit * whole(1, 4)),
                life: maybe(0.5) ? 'gtc' : 'day',
              },
            };
          }
          return { kind: 'submit', order: orderAt(session) };
        }),
  );

  const scenario: Scenario = {
    seed,
    policy: pick(POLICIES),
    volumePercent: pick([0, 5, 10, 10]),
    shortSales: maybe(0.8),
    cash: 10_000_000,
    slippage: pick([0, 0, 5, 25]),
    fee: maybe(0.5) ? { bps: whole(0, 20) } : { tenthCents: whole(1, 20), minimumCents: whole(0, 200) },
    sessions,
    bars,
    actions,
    commands,
  };
  return scenario;
}
