// node bot.mjs FOLDER SEED ORIGIN ORDERS: a strategy that sends orders of every kind until it has sent so many, cancels what works, and
// ends. It is made to be killed; started again, it goes on. Says `running` once it trades and `sent` after each step with decisions.
import { Strategy } from '../../../dist/src/index.js';
import { runBot } from './run-bot.mjs';

const [folder, seed, origin, orders] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const cents = (price) => price.toFixed(2);

/** Not a part of the state: a process that was killed when all was done finds that out again. */
let isDone = false;

class Chaos extends Strategy {
  memory = this.state('memory', { slices: 0, sent: 0 });
  /** Orders of which the venue has said nothing yet. */
  #unheard = new Set();

  onExecution({ order }) {
    this.#unheard.delete(order.id);
  }

  onSlice() {
    const { memory, random } = this;
    memory.slices += 1;
    if (memory.sent >= orders) {
      const works = this.workingOrders().length > 0;
      if (works && memory.slices % 4 === 0) this.cancelAll();
      isDone = !works;
      return;
    }
    for (const symbol of this.symbols) {
      const isPatient = this.workingOrders(symbol).some(({ id }) => this.#unheard.has(id)) && random.next() < 0.9;
      if (!isPatient && random.next() < 0.7) this.act(symbol);
    }
  }

  act(symbol) {
    const { random } = this;
    const mark = this.mark(symbol);
    const held = this.quantity(symbol);
    const working = this.workingOrders(symbol);
    // Now and then one of which the venue has not said anything yet.
    const isEager = random.next() < 0.3;
    const plain = working.filter(
      ({ id, type, extras }) =>
        type === 'limit' && extras?.parent === undefined && extras?.sibling === undefined && (isEager || !this.#unheard.has(id)),
    );
    const near = () => cents(mark * (1 + (random.next() - 0.5) * 0.01));
    const some = () => 2 + random.integer(30);
    const dice = random.next();
    if (plain.length > 0 && dice < 0.6) {
      const { id, lots } = plain[random.integer(plain.length)];
      if (dice < 0.2) this.cancel(id);
      else if (dice < 0.45) this.send(() => this.replace(id, { limit: near() }));
      else this.send(() => this.replace(id, { quantity: lots + 1 + random.integer(5), limit: near() }));
    } else if (working.length > 0) {
      // Brackets and pairs work on by themselves; now and then everything of the symbol is taken back.
      if (dice > 0.85) this.cancelAll(symbol);
      else if (plain.length > 0 && plain.length < 3 && plain.every(({ side }) => side === 'buy'))
        this.send(() => this.buy(symbol, some(), { limit: near() }));
    } else if (held === 0) {
      if (dice < 0.35) {
        const takeProfit = cents(mark * 1.004);
        const stopLoss = cents(mark * 0.996);
        this.send(() => this.buy(symbol, some(), { takeProfit, stopLoss, ...(dice < 0.15 && { limit: cents(mark * 1.001) }) }));
      } else if (dice < 0.7) this.send(() => this.buy(symbol, some()));
      else this.send(() => this.buy(symbol, some(), { limit: near() }));
    } else if (dice < 0.3) this.send(() => this.close(symbol));
    else if (dice < 0.5) this.send(() => this.sell(symbol, Math.max(1, Math.floor(held / 2)), { limit: near() }));
    else if (dice < 0.65)
      this.send(() => this.oco({ symbol, side: 'sell', quantity: held, takeProfit: cents(mark * 1.003), stopLoss: cents(mark * 0.997) }));
    else if (dice < 0.8) this.send(() => this.buy(symbol, some()));
    else this.send(() => this.buy(symbol, some(), { limit: near() }));
  }

  send(order) {
    this.memory.sent += 1;
    const id = order();
    for (const each of typeof id === 'object' ? Object.values(id) : [id]) this.#unheard.add(each);
  }
}

const end = new AbortController();
const result = await runBot({
  name: 'chaos',
  strategy: Chaos,
  folder,
  origin,
  lookUpPauses: [5, 10, 20, 40, 80],
  end,
  // What is killed is the process, not the machine.
  durability: seed % 5 === 0 ? 'full' : 'relaxed',
  seed,
  onNote: ({ level, code, message }) => process.stdout.write(`note ${level} ${code} ${message}\n`),
  onStep: ({ input, decisions }) => {
    if (input.kind === 'slice') process.stdout.write('running\n');
    if (decisions.length > 0) process.stdout.write('sent\n');
    if (isDone) end.abort();
  },
});
process.stdout.write(`result ${JSON.stringify(result)}\n`);
