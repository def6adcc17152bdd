import { ConfigError } from '../../src/core/errors.js';
import type { BacktestConfig } from '../../src/engine/config.js';
import { oneOf } from '../data/common-options.js';
import { LOG_LEVELS, type LogLevel } from './log.js';

/** Options of `barstream paper` as the command line gives them. */
export interface PaperFlags {
  readonly broker: string;
  readonly feed: string;
  readonly instance?: string;
  readonly state?: string;
  readonly set: readonly string[];
  readonly seed?: string;
  readonly dryRun?: boolean;
  readonly once?: boolean;
  readonly speed?: string;
  readonly decideBeforeClose?: string;
  readonly alpacaFeed: string;
  readonly live?: boolean;
  readonly json?: boolean;
  readonly logLevel?: string;
  readonly webhook?: string;
}

/** The same, understood. */
export interface PaperOptions {
  readonly broker: 'simulated' | 'alpaca';
  readonly feed: 'replay' | 'alpaca';
  readonly seed: number | undefined;
  readonly dryRun: boolean;
  readonly once: boolean;
  readonly speed: number | undefined;
  readonly minutesBeforeClose: number | undefined;
  readonly alpacaFeed: 'iex' | 'sip';
  readonly live: boolean;
  readonly json: boolean;
  readonly logLevel: LogLevel | undefined;
}

/** @throws ConfigError for options that cannot be, or not together. */
export function paperOptionsOf(flags: PaperFlags): PaperOptions {
  const broker = oneOf('broker', flags.broker, ['alpaca', 'simulated']);
  const feed = oneOf('feed', flags.feed, ['alpaca', 'replay']);
  const { live = false, once = false, dryRun = false, json = false } = flags;
  if (broker === 'alpaca' && feed === 'replay') {
    throw refused('paper/replay-to-broker', 'old bars cannot be traded at a broker', 'add --broker simulated, or leave --feed replay out');
  }
  if (flags.speed !== undefined && feed !== 'replay') {
    throw refused('paper/speed', '--speed is for replays', 'live bars come when they come: leave it out, or add --feed replay');
  }
  if (once && feed === 'replay') {
    throw refused('paper/once', '--once is for live bars', 'a replay ends by itself: leave it out');
  }
  if (live && broker !== 'alpaca') {
    throw refused('paper/live-simulated', 'a simulated broker trades no real money', 'leave --live out');
  }
  return {
    broker,
    feed,
    live,
    once,
    dryRun,
    json,
    seed: numberOf('seed', flags.seed, (n) => Number.isSafeInteger(n) && n >= 0, 'write a whole number, for example --seed 7'),
    speed: numberOf(
      'speed',
      flags.speed,
      (n) => n > 0 && n < Infinity,
      'write how many times real time: --speed 3600 plays an hour a second',
    ),
    minutesBeforeClose: numberOf(
      'decide-before-close',
      flags.decideBeforeClose,
      (n) => Number.isInteger(n) && n > 0,
      'write whole minutes, for example --decide-before-close 15',
    ),
    alpacaFeed: oneOf('alpaca-feed', flags.alpacaFeed, ['iex', 'sip']),
    logLevel: flags.logLevel === undefined ? undefined : oneOf('log-level', flags.logLevel, LOG_LEVELS),
  };
}

/**
 * Real money is traded where the configuration and the command line both say so.
 * @throws ConfigError that names the missing word, where one of them does.
 */
export function checkRealMoney({ broker, live }: PaperOptions, config: BacktestConfig): void {
  if (broker !== 'alpaca') return;
  const isMeant = config.live?.realMoney === true;
  if (live && !isMeant) {
    throw refused(
      'paper/real-money-config',
      `--live was given, but ${config.name} does not say that it may trade real money`,
      'write live: { realMoney: true } into the configuration, or leave --live out to trade on paper',
    );
  }
  if (isMeant && !live) {
    throw refused(
      'paper/real-money-flag',
      `${config.name} says live: { realMoney: true }, but --live was not given`,
      'add --live to trade real money, or take realMoney out of the configuration to trade on paper',
    );
  }
}

/** @throws ConfigError where the environment has no keys, and something needs them. */
export function checkKeys({ broker, feed }: PaperOptions, file: string, env: NodeJS.ProcessEnv): void {
  if (broker !== 'alpaca' && feed !== 'alpaca') return;
  const missing = ['APCA_API_KEY_ID', 'APCA_API_SECRET_KEY'].filter((name) => (env[name] ?? '') === '');
  if (missing.length === 0) return;
  throw new ConfigError(`there are no keys of Alpaca in the environment: ${missing.join(' and ')} not set`, {
    code: 'paper/keys',
    context: { missing },
    hint: `set them to the keys of a free paper account; or try it offline: npx barstream paper --broker simulated --feed replay ${file}`,
  });
}

function numberOf(name: string, text: string | undefined, isGood: (value: number) => boolean, hint: string): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (isGood(value)) return value;
  throw new ConfigError(`--${name} ${JSON.stringify(text)} cannot be used`, { code: `cli/${name}`, context: { [name]: text }, hint });
}

function refused(code: string, message: string, hint: string): ConfigError {
  return new ConfigError(message, { code, hint });
}
