// node director.mjs SCRATCH AT_ONCE SEED...: for each seed a venue with faults in this process and a bot in another one, which is killed
// and started again. Prints one line of JSON a run.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { BAD_DAY, startFakeAlpaca } from '../../../dist/brokers/testing/index.js';
import { seededRandom } from '../../../dist/src/index.js';
import { bundled } from './bundle.mjs';
import { differences, readJournal } from './compare.mjs';
import { SYMBOLS, priceAt, sharedClock } from './market.mjs';

const ORDERS = 22;
/** A run that has not ended after this time has hung. */
const PATIENCE = 180_000;

/** Faults of one run: a bad day, better or worse. */
function weather(random) {
  const times = 0.4 + random.next();
  const scaled = (group) => Object.fromEntries(Object.entries(group).map(([fault, odds]) => [fault, odds * times]));
  // Connections are few: what befalls them is made likelier, so that every kind of it is met.
  const day = { ...BAD_DAY, connections: { ...BAD_DAY.connections, mute: 0.08, 'mute-after-auth': 0.1 } };
  return Object.fromEntries(Object.entries(day).map(([kind, group]) => [kind, scaled(group)]));
}

/** When to kill: while it starts, or shortly after its n-th step with decisions. */
function killsOf(random) {
  return Array.from({ length: 1 + random.integer(3) }, () =>
    random.next() < 0.25
      ? { phase: 'starting', delay: 100 + random.integer(300) }
      : { phase: 'trading', sent: 1 + random.integer(5), delay: random.next() < 0.7 ? random.integer(12) : random.integer(150) },
  );
}

class Bot {
  #child;
  #seen = { running: false, sent: 0 };
  #wakes = [];
  notes = [];
  error = '';
  result;

  constructor(folder, seed, origin, env) {
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    this.#child = spawn(process.execPath, [bot, folder, String(seed), String(origin), String(ORDERS)], { env: { ...inherited, ...env } });
    let rest = '';
    this.#child.stdout.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) this.#read(line);
    });
    this.#child.stderr.on('data', (chunk) => (this.error += chunk));
    this.exit = new Promise((resolve) => this.#child.on('close', (code, signal) => resolve({ code, signal })));
    void this.exit.then(() => this.#wake());
  }

  kill() {
    this.#child.kill('SIGKILL');
    return this.exit;
  }

  get hasEnded() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Waits until it has sent so often; false when it ends before. */
  async sent(times) {
    while (this.#seen.sent < times && !this.hasEnded) await new Promise((resolve) => this.#wakes.push(resolve));
    return !this.hasEnded;
  }

  #read(line) {
    const [word] = line.split(' ', 1);
    if (word === 'running') this.#seen.running = true;
    else if (word === 'sent') this.#seen.sent += 1;
    else if (word === 'note') this.notes.push(line.slice(5));
    else if (word === 'result') this.result = JSON.parse(line.slice(7));
    this.#wake();
  }

  #wake() {
    for (const wake of this.#wakes.splice(0)) wake();
  }
}

async function run(scratch, seed) {
  const random = seededRandom(seed);
  const origin = Date.now();
  const clock = sharedClock(origin);
  const server = await startFakeAlpaca({
    clock,
    seed,
    hours: 'driven',
    partialFills: 0.4,
    account: { cash: 100_000 },
    faults: weather(random.fork('weather')),
  });
  const folder = path.join(scratch, String(seed));
  const kills = killsOf(random.fork('kills'));
  const market = random.fork('market');
  server.market.open();
  const move = () => {
    for (const symbol of SYMBOLS) {
      const size = market.next() < 0.5 ? { size: 1 + market.integer(20) } : {};
      server.market.quote(symbol, priceAt(symbol, clock.now()), size);
    }
  };
  move();
  const ticker = setInterval(move, 25);
  const trouble = random.fork('trouble');
  const breaker = setInterval(() => {
    const dice = trouble.next();
    if (dice < 0.15) server.dropStreams();
    else if (dice < 0.2) void server.restart();
  }, 800);
  let killed = 0;
  let unreachable = 0;
  const notes = [];
  let last;
  let error;
  try {
    const late = new AbortController();
    const hung = wait(PATIENCE, 'hung', { signal: late.signal }).catch(() => undefined);
    for (;;) {
      last = new Bot(folder, seed, origin, server.env);
      const kill = kills.shift();
      let end = last.exit;
      if (kill !== undefined) {
        const moment = kill.phase === 'starting' ? Promise.resolve(true) : last.sent(kill.sent);
        end = moment.then(async (isAlive) => {
          if (isAlive) await wait(kill.delay);
          return last.kill();
        });
      }
      const how = await Promise.race([end, hung]);
      notes.push(...last.notes);
      if (how === 'hung') {
        error = `it has not ended within ${PATIENCE} ms`;
        await last.kill();
        break;
      }
      if (how.signal === 'SIGKILL') {
        killed += 1;
        continue;
      }
      // No answer when it started: who supervises it would start it again.
      if (how.code !== 0 && last.error.includes("code: 'alpaca/unreachable'") && ++unreachable < 5) {
        if (kill !== undefined) kills.unshift(kill);
        continue;
      }
      if (how.code !== 0) error = `the bot ended with ${how.code}: ${last.error}`;
      break;
    }
    late.abort();
  } finally {
    clearInterval(ticker);
    clearInterval(breaker);
  }
  const state = server.state();
  await server.stop();
  const journal = readJournal(folder);
  const faults = error === undefined ? differences(journal, last.result, state) : [error];
  const orders = [...journal.orders.values()];
  const count = (is) => orders.filter(is).length;
  const codes = {};
  for (const note of notes) {
    const code = note.split(' ')[1];
    codes[code] = (codes[code] ?? 0) + 1;
  }
  return {
    seed,
    faults,
    seconds: (Date.now() - origin) / 1000,
    kills: killed,
    unreachable,
    orders: count(({ kind }) => kind !== 'leg'),
    kinds: {
      market: count(({ facts, kind }) => kind === 'submit' && facts.type === 'market'),
      limit: count(({ facts, kind }) => kind === 'submit' && facts.type === 'limit'),
      replacement: count(({ kind }) => kind === 'replace'),
      leg: count(({ kind }) => kind === 'leg'),
      canceled: count(({ outcomes }) => outcomes.at(-1)?.kind === 'canceled'),
      rejected: count(({ outcomes }) => outcomes.at(-1)?.kind === 'rejected'),
      partlyFilled: count(({ outcomes }) => outcomes.some(({ fill }) => fill && !fill.complete)),
      filled: count(({ outcomes }) => outcomes.at(-1)?.fill?.complete),
      inferred: count(({ inferred }) => inferred),
    },
    accepted: state.orders.length,
    fills: state.fills.length,
    resent: Object.values(state.attempts).filter((times) => times > 1).length,
    struck: state.faults,
    codes,
    ...(faults.length > 0 && {
      notes,
      result: last.result ?? null,
      rejections: orders.flatMap(({ outcomes }) => outcomes.filter(({ kind }) => kind === 'rejected').map(({ message }) => message)),
    }),
  };
}

const [scratch, atOnce, ...seeds] = process.argv.slice(2);
const bot = await bundled('bot.mjs', scratch);
const one = async () => {
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
    process.stdout.write(`${JSON.stringify(await run(scratch, Number(seed)))}\n`);
  }
};
await Promise.all(Array.from({ length: Number(atOnce) }, one));
