import type { Session } from '../../src/calendar/calendar.js';
import { seededRandom } from '../../src/core/random.js';
import type { Regime, Scenario } from './options.js';

/** What holds for one asset in one session. */
export interface Weather {
  /** Factor on volatility, and what is added to the drift of a year. */
  readonly volatility: number;
  readonly drift: number;
  /** Log return added between the close before and the open. */
  readonly gap: number;
  /** Log return added over the session. */
  readonly slide: number;
  /** Deepest log return of a fall that comes back within the session, and its length in minutes. */
  readonly dip: number;
  readonly dipMinutes: number;
}

/** The regime of each session, drawn for all assets at once. */
export function regimesOf(regimes: readonly Regime[], sessions: number, seed: number): readonly Regime[] {
  if (regimes.length === 0) return [];
  const random = seededRandom(seed).fork('regimes');
  let current = 0;
  return Array.from({ length: sessions }, (_, session) => {
    if (session > 0 && regimes.length > 1 && random.next() < 1 / regimes[current]!.sessions) {
      const step = 1 + random.integer(regimes.length - 1);
      current = (current + step) % regimes.length;
    }
    return regimes[current]!;
  });
}

/** Regime and scenarios of a session, for one asset. `first` finds the number of the session on or after a date. */
export function weatherOf(
  symbol: string,
  session: number,
  regime: Regime | undefined,
  scenarios: readonly Scenario[],
  first: (scenario: Scenario) => number,
): Weather {
  let volatility = regime?.volatility ?? 1;
  let gap = 0;
  let slide = 0;
  let dip = 0;
  let dipMinutes = 30;
  for (const scenario of scenarios) {
    if (scenario.symbols !== undefined && !scenario.symbols.includes(symbol)) continue;
    const since = session - first(scenario);
    switch (scenario.kind) {
      case 'crash': {
        const { sessions = 1, drop } = scenario;
        if (since >= 0 && since < sessions) slide += Math.log(1 - drop) / sessions;
        break;
      }
      case 'gap':
        if (since === 0) gap += Math.log(1 + scenario.size);
        break;
      case 'flash-crash':
        if (since === 0) {
          dip += Math.log(1 - scenario.drop);
          dipMinutes = scenario.minutes ?? 30;
        }
        break;
      case 'vol-spike': {
        const { sessions = 1, factor } = scenario;
        if (since >= 0 && since < sessions) volatility *= factor;
        break;
      }
      default:
        return scenario satisfies never;
    }
  }
  return { volatility, drift: regime?.drift ?? 0, gap, slide, dip, dipMinutes };
}

/** Number of the first session on or after a date. */
export function sessionFrom(sessions: readonly Session[], date: string): number {
  const found = sessions.findIndex((session) => session.date >= date);
  return found < 0 ? sessions.length : found;
}
