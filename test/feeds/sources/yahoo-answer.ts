/** A row as Yahoo sends it: seconds, and figures that may be null. */
export interface YahooRow {
  readonly at: number;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number | null;
  readonly volume: number | null;
  readonly adjclose?: number | null;
}

export interface YahooShape {
  readonly symbol?: string;
  readonly interval?: string;
  readonly rows: readonly YahooRow[];
  readonly events?: unknown;
  readonly meta?: Readonly<Record<string, unknown>>;
}

const period = (start: number, end: number): unknown => ({ timezone: 'EST', start, end, gmtoffset: -18000 });

/** An answer of Yahoo's chart endpoint, with all the fields that its real ones have and clients ask for. */
export function yahooAnswer({ symbol = 'SPY', interval = '1d', rows, events, meta }: YahooShape): unknown {
  const column = (of: (row: YahooRow) => number | null | undefined): unknown[] => rows.map((row) => of(row) ?? null);
  return {
    chart: {
      result: [
        {
          meta: {
            currency: 'USD',
            symbol,
            exchangeName: 'PCX',
            fullExchangeName: 'NYSEArca',
            instrumentType: 'ETF',
            firstTradeDate: 728317800,
            regularMarketTime: 1709326800,
            hasPrePostMarketData: true,
            gmtoffset: -18000,
            timezone: 'EST',
            exchangeTimezoneName: 'America/New_York',
            regularMarketPrice: 512.85,
            priceHint: 2,
            currentTradingPeriod: {
              pre: period(1709283600, 1709303400),
              regular: period(1709303400, 1709326800),
              post: period(1709326800, 1709341200),
            },
            dataGranularity: interval,
            range: '',
            validRanges: ['1d', '5d', '1mo', '3mo', '6mo', '1y', '2y', '5y', '10y', 'ytd', 'max'],
            ...meta,
          },
          ...(rows.length > 0 && { timestamp: rows.map(({ at }) => at) }),
          ...(events === undefined ? {} : { events }),
          indicators:
            rows.length === 0
              ? { quote: [{}], ...(interval === '1d' && { adjclose: [{}] }) }
              : {
                  quote: [
                    {
                      open: column((row) => row.open),
                      high: column((row) => row.high),
                      low: column((row) => row.low),
                      close: column((row) => row.close),
                      volume: column((row) => row.volume),
                    },
                  ],
                  ...(interval === '1d' && {
                    adjclose: [{ adjclose: column((row) => (row.adjclose === undefined ? row.close : row.adjclose)) }],
                  }),
                },
        },
      ],
      error: null,
    },
  };
}

/** What Yahoo says of a symbol that it does not know, with status 404. */
export const YAHOO_UNKNOWN = {
  chart: { result: null, error: { code: 'Not Found', description: 'No data found, symbol may be delisted' } },
};
