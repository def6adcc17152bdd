/** Marks a file as a store of Barstream: "BSTR" in ASCII. */
export const APPLICATION_ID = 0x42535452;

/** Version of the layout. A store of a later version is refused, never guessed at. */
export const SCHEMA_VERSION = 1;

/**
 * Width of a packed window: `time >> 31` numbers windows of 2^31 ms, almost 25 days. A month of minutes around the clock
 * packs into 2 MB.
 */
export const WINDOW_BITS = 31;

/**
 * Rows of `bars` are the truth. `pack` holds copies of whole windows as columns, which load several times faster; the
 * triggers drop a copy with any change of its rows, also with one that another program makes.
 */
export const SCHEMA = `
CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  symbol TEXT NOT NULL,
  interval TEXT NOT NULL,
  adjustment TEXT NOT NULL CHECK (adjustment IN ('raw', 'split', 'total-return')),
  feed TEXT NOT NULL DEFAULT '',
  currency TEXT NOT NULL,
  calendar TEXT NOT NULL,
  volume TEXT NOT NULL CHECK (volume IN ('known', 'unknown')),
  UNIQUE (symbol, interval, source, adjustment, feed)
) STRICT;

CREATE TABLE bars (
  series INTEGER NOT NULL REFERENCES series (id),
  time INTEGER NOT NULL,
  open_time INTEGER,
  open REAL NOT NULL,
  high REAL NOT NULL,
  low REAL NOT NULL,
  close REAL NOT NULL,
  volume REAL NOT NULL,
  extended INTEGER NOT NULL,
  PRIMARY KEY (series, time)
) STRICT, WITHOUT ROWID;

CREATE TABLE extra (
  series INTEGER NOT NULL REFERENCES series (id),
  name TEXT NOT NULL,
  time INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (series, name, time)
) STRICT, WITHOUT ROWID;

CREATE TABLE coverage (
  series INTEGER NOT NULL REFERENCES series (id),
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (series, first)
) STRICT, WITHOUT ROWID;

CREATE TABLE actions (
  source TEXT NOT NULL,
  symbol TEXT NOT NULL,
  ex_date TEXT NOT NULL,
  kind TEXT NOT NULL,
  number INTEGER NOT NULL,
  numerator REAL,
  denominator REAL,
  amount REAL,
  pay_date TEXT,
  price REAL,
  new_symbol TEXT,
  PRIMARY KEY (source, symbol, ex_date, kind, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE action_ranges (
  source TEXT NOT NULL,
  symbol TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (source, symbol, first)
) STRICT, WITHOUT ROWID;

CREATE TABLE pack (
  series INTEGER NOT NULL REFERENCES series (id),
  window INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (series, window)
) STRICT;

CREATE TRIGGER bars_inserted AFTER INSERT ON bars BEGIN
  DELETE FROM pack WHERE series = new.series AND window = new.time >> ${WINDOW_BITS};
END;
CREATE TRIGGER bars_updated AFTER UPDATE ON bars BEGIN
  DELETE FROM pack WHERE series = old.series AND window = old.time >> ${WINDOW_BITS};
  DELETE FROM pack WHERE series = new.series AND window = new.time >> ${WINDOW_BITS};
END;
CREATE TRIGGER bars_deleted AFTER DELETE ON bars BEGIN
  DELETE FROM pack WHERE series = old.series AND window = old.time >> ${WINDOW_BITS};
END;

CREATE VIEW prices AS
  SELECT s.source, s.symbol, s.interval, s.adjustment, s.feed, datetime(b.time / 1000, 'unixepoch') AS closes_utc,
    b.open, b.high, b.low, b.close, b.volume, b.extended
  FROM bars b JOIN series s ON s.id = b.series;
`;
