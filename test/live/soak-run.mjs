// node --expose-gc soak-run.mjs FOLDER through|weekends: a month of minutes as a paper run, and as a backtest. Prints both and the heap as JSON.
import { simulated } from '../../dist/brokers/index.js';
import { replay, synthetic } from '../../dist/feeds/index.js';
import { SimulatedClock, Strategy, backtest, sma } from '../../dist/src/index.js';
import { decisionOf, outcomeOf } from '../../dist/src/live/decision.js';
import { SqliteJournal, journalFile, runLive } from '../../dist/src/live/index.js';

const [folder, how] = process.argv.slice(2);
const WEEK_ENDS = new Map(
  // The last minute of each week that the run sees whole, in UTC: summer time ends on the first Sunday, the last Friday closes at 13:00.
  ['2024-11-08T21:00:00Z', '2024-11-15T21:00:00Z', '2024-11-22T21:00:00Z', '2024-11-29T18:00:00Z'].map((text) => [Date.parse(text), text]),
);

/** Crosses two averages of minutes, takes profits at a limit, and is flat overnight. */
class Minutes extends Strategy {
  fast = this.indicator(() => sma(10));
  slow = this.indicator(() => sma(60));
  memory = this.state('memory', { bars: 0, entries: 0, days: 0 });

  onStart() {
    this.schedule.sessionOpen(0, () => (this.memory.days += 1));
    this.schedule.sessionClose(-5, () => {
      for (const symbol of this.symbols) this.close(symbol);
    });
  }

  onBar(bar) {
    this.memory.bars += 1;
    const above = this.fast.of(bar).value > this.slow.of(bar).value;
    const minutesLeft = (this.calendar.nextClosing(bar.openTime).close - bar.time) / 60_000;
    if (above && this.quantity(bar.symbol) === 0 && this.workingOrders(bar.symbol).length === 0 && minutesLeft > 10) {
      this.memory.entries += 1;
      this.buy(bar.symbol, 10, { limit: (bar.close * 1.001).toFixed(2), timeInForce: 'day', tag: 'entry' });
    } else if (!above) {
      this.close(bar.symbol);
    }
  }
}

const config = {
  name: 'soak',
  feeds: [
    synthetic({
      assets: [
        { symbol: 'AAA', price: 50, volatility: 0.3 },
        { symbol: 'BBB', price: 120, volatility: 0.2 },
        { symbol: 'CCC', price: 300, volatility: 0.4 },
      ],
      from: '2024-11-01',
      to: '2024-12-02',
      interval: '1m',
      digits: 2,
      seed: 5,
    }),
  ],
  strategy: Minutes,
  broker: simulated(),
};

const minutes = {};
const heap = {};
let muted = 0;
let starts = 0;

/** Runs until `signal`, or to the end of the bars; the clock begins at `from`. */
async function paper(from, stopAt) {
  const clock = new SimulatedClock(Date.parse(from));
  const stop = new AbortController();
  starts += 1;
  const { end } = await runLive({
    config,
    feed: replay(config.feeds[0], { clock }),
    clock,
    broker: config.broker,
    folder,
    durability: 'relaxed',
    signal: stop.signal,
    // Decisions are read from the journal afterwards, so that the heap is the run's own.
    onStep: ({ input }) => {
      if (input.kind !== 'slice') return;
      const day = new Date(input.time - 1).toISOString().slice(0, 10);
      minutes[day] ??= { count: 0, first: new Date(input.time).toISOString(), symbols: input.bars.length };
      minutes[day].count += 1;
      minutes[day].last = new Date(input.time).toISOString();
      minutes[day].symbols = Math.min(minutes[day].symbols, input.bars.length);
      if (input.muted) muted += 1;
      const week = WEEK_ENDS.get(input.time);
      if (week === undefined) return;
      globalThis.gc();
      heap[week] = process.memoryUsage().heapUsed;
      if (stopAt?.includes(week)) stop.abort();
    },
  });
  return end;
}

// The opening of the first session: nothing of the month is history.
const ends = [];
if (how === 'through') {
  ends.push(await paper('2024-11-01T13:30:00Z'));
} else {
  // Ended with the last minute of each week, begun again on Monday before the open.
  const fridays = [...WEEK_ENDS.values()];
  ends.push(await paper('2024-11-01T13:30:00Z', fridays));
  for (const monday of ['2024-11-11', '2024-11-18', '2024-11-25', '2024-12-02']) ends.push(await paper(`${monday}T13:00:00Z`, fridays));
}

const journal = new SqliteJournal(journalFile(folder), { readonly: true });
const steps = [...journal.steps()];
const live = { decisions: steps.flatMap(({ decisions }) => decisions), outcomes: steps.flatMap(({ outcomes }) => outcomes) };
const states = journal.states();
const notes = journal.notes();
journal.close();

const commands = [];
const executions = [];
const tested = await backtest({
  ...config,
  observe: (bus) => {
    bus.orders.on((command) => commands.push(command));
    bus.executions.on((execution) => executions.push(execution));
  },
});
const idOf = (id) => tested.orders[id - 1].order.clientOrderId;

process.stdout.write(
  JSON.stringify({
    minutes,
    heap,
    muted,
    states,
    ends,
    starts,
    notes,
    live,
    backtest: { decisions: commands.map((command) => decisionOf(command, idOf)), outcomes: executions.map(outcomeOf) },
  }),
);
