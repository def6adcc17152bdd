import type { ActionHistory } from '../../src/core/corporate-action.js';
import { DataError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { FeedData, HistoricalFeed, LoadRequest } from '../../src/feed/feed.js';
import { adjust, type AdjustOptions } from './adjust.js';
import type { ActionSource } from './csv-actions.js';

/** The histories of a source beside those that the feed itself delivers; the source wins. */
async function actionsFor(data: FeedData, source: ActionSource | undefined, signal: AbortSignal | undefined): Promise<ActionHistory[]> {
  const given = (await source?.load(signal)) ?? [];
  const named = new Set(given.map(({ symbol }) => symbol));
  return [...given, ...(data.actions ?? []).filter(({ symbol }) => !named.has(symbol))];
}

/** Adds corporate actions to the bars of a feed, for a run on basis `raw` or `split` that applies them itself. */
export function withActions<Basis extends 'raw' | 'split'>(feed: HistoricalFeed<Basis>, source: ActionSource): HistoricalFeed<Basis> {
  return {
    name: feed.name,
    basis: feed.basis,
    async load(request: LoadRequest = {}) {
      const data = await feed.load(request);
      const symbols = new Set(data.series.map(({ instrument }) => instrument.symbol));
      const actions = (await actionsFor(data, source, request.signal)).filter(({ symbol }) => symbols.has(symbol));
      return { ...data, actions };
    },
  };
}

/** Options of {@link adjusted}. */
export interface AdjustedOptions<Basis extends PriceBasis> extends AdjustOptions {
  readonly basis: Basis;
  /** Corporate actions, where the feed does not deliver them itself. */
  readonly actions?: ActionSource;
}

/**
 * A feed of raw bars, seen on another basis by {@link adjust}.
 *
 * ```ts
 * adjusted(csv({ files, basis: 'raw' }), { basis: 'total-return', actions: csvActions({ file, known }) });
 * ```
 *
 * @throws DataError, when it loads, for an instrument of whose corporate actions nothing is known: none is not assumed.
 */
export function adjusted<const Basis extends PriceBasis>(
  feed: HistoricalFeed<'raw'>,
  options: AdjustedOptions<Basis>,
): HistoricalFeed<Basis> {
  return {
    name: `${feed.name}, ${options.basis}`,
    basis: options.basis,
    async load(request: LoadRequest = {}) {
      const data = await feed.load(request);
      const histories = new Map((await actionsFor(data, options.actions, request.signal)).map((one) => [one.symbol, one]));
      const { actions: _, ...rest } = data;
      return {
        ...rest,
        series: data.series.map((series) => adjust(series, known(histories, series.instrument.symbol), options.basis, options)),
      };
    },
  };
}

function known(histories: ReadonlyMap<string, ActionHistory>, symbol: string): ActionHistory {
  const history = histories.get(symbol);
  if (history !== undefined) return history;
  throw new DataError(`no corporate actions are known of ${symbol}`, {
    code: 'action/unknown',
    context: { symbol },
    hint: 'add them to the source, or say that there were none with `without: ["…"]`',
  });
}
