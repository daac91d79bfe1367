import type { Database, Statement } from "better-sqlite3";
import type { Standing } from "../../core/log.ts";
import { sinceOfLog } from "./standing-schema.ts";

/** The prepared statements of `SqliteLog`, each with its parameters and its row. */
export interface LogStatements {
  readonly create: Statement<[trainId: string, state: string, status: string, health: string]>;
  readonly locate: Statement<[trainId: string], LogRow>;
  readonly head: Statement<[trainId: string], { first_seq: number; state: string }>;
  readonly setHead: Statement<[seq: number, state: string, addedBytes: number, log: number]>;
  readonly setStanding: Statement<[status: string, health: string, ended: number, log: number]>;
  readonly setSince: Statement<[log: number]>;
  readonly standings: Statement<[], Standing>;
  readonly firstToGo: Statement<[], { train_id: string }>;
  readonly insertUpdate: Statement<[log: number, seq: number, text: string]>;
  readonly insertKeyframe: Statement<[log: number, seq: number, state: string]>;
  readonly putProducer: Statement<[log: number, producerId: string, seq: number]>;
  readonly read: Statement<[trainId: string, afterSeq: number, limit: number], { seq: number; text: string }>;
  readonly keyframe: Statement<[trainId: string, seq: number], { state: string }>;
  readonly producerSeq: Statement<[trainId: string, producerId: string], { seq: number }>;
  readonly watched: Statement<[], { train_id: string }>;
  readonly oldest: Statement<[log: number, limit: number], OldestRow>;
  readonly dropUpdates: Statement<[log: number, firstSeq: number]>;
  readonly bytesBefore: Statement<[log: number, firstSeq: number], { bytes: number }>;
  readonly dropKeyframes: Statement<[log: number, firstSeq: number]>;
  readonly setFirst: Statement<[firstSeq: number, removedBytes: number, log: number]>;
  readonly remove: Statement<[trainId: string]>;
  readonly isRemoved: Statement<[trainId: string], { removed: number }>;
  readonly toPurge: Statement<[], { id: number }>;
  /** One for each table that holds something of a log. */
  readonly purge: readonly Statement<[log: number, log: number, limit: number]>[];
  readonly purged: Statement<[log: number]>;
}

/** Where a log stands. */
export interface LogRow {
  readonly id: number;
  readonly first_seq: number;
  readonly seq: number;
  readonly bytes: number;
  readonly status: string;
  readonly health: string;
  /** NULL if it holds but its newest update. */
  readonly since: string | null;
}

/** What retention judges of an update. */
export interface OldestRow {
  readonly seq: number;
  readonly bytes: number;
  readonly received_at: string | null;
}

/** Every table that holds something of a log, with the rest of its key: what goes when the log is removed. */
const ownedTables = [
  ["updates", "seq"],
  ["keyframes", "seq"],
  ["producers", "producer_id"],
  ["series_chunks", "metric, first_seq"],
  ["series_points", "id"],
  ["series_metrics", "metric"],
  ["series_positions", "log"],
] as const;

/** Prepares them. */
export function logStatements(database: Database): LogStatements {
  return {
    create: database.prepare(
      `INSERT INTO logs (train_id, first_seq, seq, ended, state, status, health) VALUES (?, 1, 0, 0, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    ),
    locate: database.prepare(
      "SELECT id, first_seq, seq, bytes, status, health, since FROM logs WHERE train_id = ? AND removed = 0",
    ),
    head: database.prepare("SELECT first_seq, state FROM logs WHERE train_id = ? AND removed = 0"),
    setHead: database.prepare("UPDATE logs SET seq = ?, state = ?, bytes = bytes + ? WHERE id = ?"),
    setStanding: database.prepare("UPDATE logs SET status = ?, health = ?, ended = ? WHERE id = ?"),
    setSince: database.prepare(`UPDATE logs SET since = ${sinceOfLog} WHERE id = ?`),
    standings: database.prepare(
      "SELECT status, health, count(*) AS count FROM logs WHERE removed = 0 GROUP BY status, health",
    ),
    firstToGo: database.prepare(
      "SELECT train_id FROM logs WHERE since IS NOT NULL ORDER BY ended DESC, since LIMIT 1",
    ),
    insertUpdate: database.prepare("INSERT INTO updates (log, seq, text) VALUES (?, ?, ?)"),
    insertKeyframe: database.prepare("INSERT OR REPLACE INTO keyframes (log, seq, state) VALUES (?, ?, ?)"),
    putProducer: database.prepare(
      `INSERT INTO producers (log, producer_id, seq) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET seq = excluded.seq`,
    ),
    read: database.prepare(
      `SELECT updates.seq, text FROM updates JOIN logs ON logs.id = log
       WHERE train_id = ? AND removed = 0 AND updates.seq > ? ORDER BY updates.seq LIMIT ?`,
    ),
    keyframe: database.prepare(
      `SELECT keyframes.state FROM keyframes JOIN logs ON logs.id = log
       WHERE train_id = ? AND removed = 0 AND keyframes.seq <= ? ORDER BY keyframes.seq DESC LIMIT 1`,
    ),
    producerSeq: database.prepare(
      `SELECT producers.seq FROM producers JOIN logs ON logs.id = log
       WHERE train_id = ? AND removed = 0 AND producer_id = ?`,
    ),
    // What `needsWatch` says.
    watched: database.prepare(
      `SELECT train_id FROM logs
       WHERE removed = 0 AND status IN ('starting', 'running') AND health <> 'lost' ORDER BY id`,
    ),
    oldest: database.prepare(
      `SELECT seq, octet_length(text) AS bytes,
         coalesce(text ->> '$.data.received_at', text ->> '$.data.details.event.at') AS received_at
       FROM updates WHERE log = ? ORDER BY seq LIMIT ?`,
    ),
    bytesBefore: database.prepare(
      "SELECT coalesce(sum(octet_length(text)), 0) AS bytes FROM updates WHERE log = ? AND seq < ?",
    ),
    dropUpdates: database.prepare("DELETE FROM updates WHERE log = ? AND seq < ?"),
    dropKeyframes: database.prepare("DELETE FROM keyframes WHERE log = ? AND seq < ?"),
    setFirst: database.prepare("UPDATE logs SET first_seq = ?, bytes = bytes - ? WHERE id = ?"),
    remove: database.prepare(
      "UPDATE logs SET removed = 1, ended = 1, state = '', since = NULL WHERE train_id = ? AND removed = 0",
    ),
    isRemoved: database.prepare("SELECT removed FROM logs WHERE train_id = ? AND removed > 0"),
    toPurge: database.prepare("SELECT id FROM logs WHERE removed = 1 LIMIT 1"),
    purge: ownedTables.map(([table, key]) =>
      database.prepare(
        `DELETE FROM ${table} WHERE log = ? AND (${key}) IN (SELECT ${key} FROM ${table} WHERE log = ? LIMIT ?)`,
      ),
    ),
    purged: database.prepare("UPDATE logs SET removed = 2, bytes = 0 WHERE id = ?"),
  };
}
