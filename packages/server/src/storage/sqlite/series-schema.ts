/**
 * The tables of series. Summaries and points are apart, so that a query over a whole log reads few pages; the
 * points of some metrics of a block share a row, since rows of 2 KiB leave half of each page empty. What is trimmed
 * from a log leaves the series in the same transaction.
 */
export const seriesSchema = `
  CREATE TABLE series_positions (
    log INTEGER PRIMARY KEY REFERENCES logs,
    up_to INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE series_metrics (
    log INTEGER NOT NULL REFERENCES logs,
    metric INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (log, metric),
    UNIQUE (log, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE series_chunks (
    log INTEGER NOT NULL,
    metric INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    count INTEGER NOT NULL,
    nan INTEGER NOT NULL,
    positive_infinity INTEGER NOT NULL,
    negative_infinity INTEGER NOT NULL,
    min REAL,
    max REAL,
    last REAL,
    first_step INTEGER,
    last_step INTEGER,
    first_time INTEGER,
    last_time INTEGER,
    ordered INTEGER NOT NULL,
    points INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    PRIMARY KEY (log, metric, first_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE series_points (
    id INTEGER PRIMARY KEY,
    log INTEGER NOT NULL,
    up_to INTEGER NOT NULL,
    packed BLOB NOT NULL
  ) STRICT;
  CREATE INDEX series_points_of_log ON series_points (log, up_to);
  CREATE TRIGGER series_trimmed AFTER UPDATE OF first_seq ON logs WHEN NEW.first_seq > OLD.first_seq BEGIN
    DELETE FROM series_chunks
    WHERE log = NEW.id AND metric IN (SELECT metric FROM series_metrics WHERE log = NEW.id)
      AND first_seq < NEW.first_seq AND last_seq < NEW.first_seq;
    DELETE FROM series_points WHERE log = NEW.id AND up_to < NEW.first_seq;
  END;`;
