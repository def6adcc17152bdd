import type { ActionHistory } from '../../src/core/corporate-action.js';
import { ConfigError, DataError } from '../../src/core/errors.js';
import { Instrument, type PriceBasis } from '../../src/core/instrument.js';
import { BarSeries } from '../../src/core/series.js';
import { dayOfIsoDate, type IsoDate } from '../../src/core/time.js';
import { datesOf, factorsOf } from './factors.js';

/** How raw bars are adjusted. */
export interface AdjustOptions {
  /**
   * The view as it was on this date: bars after it are left out, and actions with a later ex-date have not happened yet.
   * Without it, all actions are applied: the final view, in which the level of early prices knows of later splits.
   */
  readonly asOf?: IsoDate;
  /** What to do where the actions are not known for the whole series. `refuse` (default) throws. */
  readonly uncovered?: 'refuse' | 'accept';
}

/**
 * Bars as traded, as they look on another price basis.
 *
 * | to | prices | volume |
 * | --- | --- | --- |
 * | `raw` | as traded | as traded |
 * | `split` | divided by the splits after the bar | multiplied by them |
 * | `total-return` | also lowered by the dividends after the bar | as on `split` |
 *
 * The returned instrument has no tick on an adjusted basis: adjusted prices do not lie on one.
 *
 * @param series - on basis `raw`: adjusting twice is an error.
 * @param history - the instrument's corporate actions; an empty list says that there were none.
 * @throws ConfigError for bars that are adjusted already, or a date that is none; DataError for actions of another symbol, or
 * that are not known for the whole series.
 */
export function adjust(series: BarSeries, history: ActionHistory, to: PriceBasis, options: AdjustOptions = {}): BarSeries {
  const { instrument } = series;
  const { asOf, uncovered = 'refuse' } = options;
  requireRaw(instrument);
  if (history.symbol !== instrument.symbol) throw otherSymbol(instrument.symbol, history.symbol);
  if (asOf !== undefined) requireDate(asOf);
  const shown = asOf === undefined ? series : until(series, asOf);
  const dates = datesOf(shown);
  if (shown.length === 0) return withBasis(shown, to);
  if (uncovered === 'refuse') requireCovered(history, dates[0]!, dates.at(-1)!);
  if (to === 'raw') return shown;
  const factors = factorsOf(shown, dates, history, asOf ?? dates.at(-1)!);
  const price = to === 'split' ? factors.split : factors.split.map((factor, row) => factor * factors.dividend[row]!);
  const scaled = (column: Float64Array): Float64Array => column.map((value, row) => value * price[row]!);
  const { columns } = shown;
  return withBasis(shown, to, {
    open: scaled(columns.open),
    high: scaled(columns.high),
    low: scaled(columns.low),
    close: scaled(columns.close),
    volume: columns.volume.map((volume, row) => volume / factors.split[row]!),
  });
}

type Scaled = Pick<BarSeries['columns'], 'open' | 'high' | 'low' | 'close' | 'volume'>;

function withBasis({ instrument, interval, columns }: BarSeries, basis: PriceBasis, scaled?: Scaled): BarSeries {
  const { symbol, currency, calendar, lotStep, multiplier, volume } = instrument;
  const made = new Instrument({ symbol, currency, calendar, lotStep, multiplier, volume, basis });
  return new BarSeries(basis === 'raw' ? instrument : made, interval, { ...columns, ...scaled });
}

/** The bars of sessions up to a date. */
function until(series: BarSeries, date: IsoDate): BarSeries {
  const dates = datesOf(series);
  const end = dates.findIndex((one) => one > date);
  return end < 0 ? series : series.slice(0, end);
}

function requireRaw({ symbol, basis }: Instrument): void {
  if (basis === 'raw') return;
  throw new ConfigError(`${symbol}: prices on basis ${basis} are adjusted already`, {
    code: 'action/basis',
    context: { symbol, basis },
    hint: 'give prices as traded (basis "raw"): adjusting twice would be wrong',
  });
}

function requireDate(asOf: IsoDate): void {
  if (dayOfIsoDate(asOf) !== undefined) return;
  throw new ConfigError(`asOf: ${JSON.stringify(asOf)} is no date`, {
    code: 'config/date',
    context: { asOf },
    hint: 'write it as YYYY-MM-DD',
  });
}

function requireCovered({ symbol, from, to }: ActionHistory, first: IsoDate, last: IsoDate): void {
  if (from <= first && to >= last) return;
  throw new DataError(`${symbol}: corporate actions are known from ${from} to ${to}, but the bars run from ${first} to ${last}`, {
    code: 'action/uncovered',
    context: { symbol, from, to, first, last },
    hint: 'cut the bars to that range, get the missing actions, or pass uncovered: "accept" to go on as if there were none',
  });
}

function otherSymbol(bars: string, actions: string): DataError {
  return new DataError(`${bars}: these are the corporate actions of ${actions}`, {
    code: 'action/symbol',
    context: { bars, actions },
    hint: 'give each instrument its own actions',
  });
}
