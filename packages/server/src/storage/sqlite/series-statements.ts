import type { Database, Statement } from "better-sqlite3";

/** A summary as it is stored, and where its points are. */
export type ChunkRow = [
  firstSeq: number,
  lastSeq: number,
  attempt: number,
  count: number,
  nan: number,
  positiveInfinity: number,
  negativeInfinity: number,
  min: number | null,
  max: number | null,
  last: number | null,
  firstStep: number | null,
  lastStep: number | null,
  firstTime: number | null,
  lastTime: number | null,
  ordered: number,
  points: number,
  offset: number,
  length: number,
];

const chunkColumns = `first_seq, last_seq, attempt, count, nan, positive_infinity, negative_infinity, min, max, last,
  first_step, last_step, first_time, last_time, ordered, points, offset, length`;

/** The prepared statements of `SqliteSeries`, each with its parameters and its row. */
export interface SeriesStatements {
  readonly locate: Statement<[trainId: string], { id: number }>;
  readonly position: Statement<[log: number], { up_to: number }>;
  readonly setPosition: Statement<[log: number, upTo: number]>;
  readonly metrics: Statement<[log: number], { name: string }>;
  readonly metric: Statement<[log: number, name: string], { metric: number }>;
  readonly addMetric: Statement<[log: number, name: string, log: number]>;
  readonly dropBehind: Statement<[log: number, log: number, upTo: number]>;
  readonly dropPointsBehind: Statement<[log: number, upTo: number]>;
  readonly dropPoints: Statement<[log: number, upTo: number]>;
  readonly dropBetween: Statement<[log: number, metric: number, firstSeq: number, lastSeq: number]>;
  readonly insertPoints: Statement<[log: number, upTo: number, packed: Uint8Array]>;
  readonly insertChunk: Statement<[log: number, metric: number, ...ChunkRow]>;
  readonly chunks: Statement<[log: number, metric: number, firstSeq: number, lastSeq: number], ChunkRow>;
  readonly chunkBefore: Statement<[log: number, metric: number, firstSeq: number], ChunkRow>;
  readonly points: Statement<[offset: number, length: number, id: number], Buffer>;
}

/** Prepares them. */
export function seriesStatements(database: Database): SeriesStatements {
  return {
    locate: database.prepare("SELECT id FROM logs WHERE train_id = ? AND removed = 0"),
    position: database.prepare("SELECT up_to FROM series_positions WHERE log = ?"),
    setPosition: database.prepare(
      `INSERT INTO series_positions (log, up_to) VALUES (?, ?)
       ON CONFLICT DO UPDATE SET up_to = excluded.up_to`,
    ),
    metrics: database.prepare("SELECT name FROM series_metrics WHERE log = ? ORDER BY metric"),
    metric: database.prepare("SELECT metric FROM series_metrics WHERE log = ? AND name = ?"),
    addMetric: database.prepare(
      `INSERT INTO series_metrics (log, name, metric)
       VALUES (?, ?, (SELECT coalesce(max(metric), 0) + 1 FROM series_metrics WHERE log = ?))`,
    ),
    dropBehind: database.prepare(
      `DELETE FROM series_chunks
       WHERE log = ? AND metric IN (SELECT metric FROM series_metrics WHERE log = ?) AND first_seq > ?`,
    ),
    dropPointsBehind: database.prepare("DELETE FROM series_points WHERE log = ? AND up_to > ?"),
    dropPoints: database.prepare("DELETE FROM series_points WHERE log = ? AND up_to = ?"),
    dropBetween: database.prepare(
      "DELETE FROM series_chunks WHERE log = ? AND metric = ? AND first_seq BETWEEN ? AND ?",
    ),
    insertPoints: database.prepare("INSERT INTO series_points (log, up_to, packed) VALUES (?, ?, ?)"),
    insertChunk: database.prepare(
      `INSERT INTO series_chunks (log, metric, ${chunkColumns})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    chunks: database
      .prepare<[number, number, number, number], ChunkRow>(
        `SELECT ${chunkColumns} FROM series_chunks
         WHERE log = ? AND metric = ? AND first_seq >= ? AND last_seq <= ? ORDER BY first_seq`,
      )
      .raw(),
    chunkBefore: database
      .prepare<[number, number, number], ChunkRow>(
        `SELECT ${chunkColumns} FROM series_chunks
         WHERE log = ? AND metric = ? AND first_seq < ? ORDER BY first_seq DESC LIMIT 1`,
      )
      .raw(),
    points: database
      .prepare<[number, number, number], Buffer>(
        "SELECT substr(packed, ?, ?) FROM series_points WHERE id = ?",
      )
      .pluck(),
  };
}
