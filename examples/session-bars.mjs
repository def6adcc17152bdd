// A day as one bar, ten minutes before its close: what a strategy that decides once a day and trades at the close can know.
// Live minutes and history make the same bars. Run it with
//
//     node examples/session-bars.mjs
import { isoInstant, QUEUE_RANK, SimulatedClock } from 'barstream';
import { csv, replay, sessionBars, sessionBarsOf } from 'barstream/feeds';

const files = { SPY: new URL('data/minute/SPY.csv', import.meta.url) };
const minutes = csv({ files, basis: 'raw', interval: '1m', time: { stamp: 'open' }, from: '2013-10-07', to: '2013-10-11' });
const cut = { minutesBeforeClose: 10 };
const print = (time, ...figures) => console.log(isoInstant(time), ...figures);

console.log('history');
const { columns: c } = (await sessionBarsOf(minutes, cut).load()).series[0];
c.time.forEach((time, i) => print(time, c.open[i], c.high[i], c.low[i], c.close[i], c.volume[i]));

console.log('live, from Tuesday noon in New York on');
const clock = new SimulatedClock(Date.parse('2013-10-08T16:00:00Z'));
// With a broker, `alpacaLive({ symbols: ['SPY'], basis: 'raw', interval: '1m' })` takes the place of the replayed minutes.
const live = sessionBars(replay(minutes, { clock }), { ...cut, clock });
live.bars.subscribe(({ time, open, high, low, close, volume }) => print(time, open, high, low, close, volume));
await live.open();
for (let task; (task = clock.takeBefore(Infinity, QUEUE_RANK.operator));) task();
