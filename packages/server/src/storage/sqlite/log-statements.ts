import type { Database, Statement } from "better-sqlite3";

/** The prepared statements of `SqliteLog`, each with its parameters and its row. */
export interface LogStatements {
  readonly create: Statement<[trainId: string, state: string]>;
  readonly locate: Statement<[trainId: string], { id: number; seq: number }>;
  readonly head: Statement<[trainId: string], { first_seq: number; state: string }>;
  readonly setHead: Statement<[seq: number, ended: number, state: string, log: number]>;
  readonly insertUpdate: Statement<[log: number, seq: number, text: string]>;
  readonly insertKeyframe: Statement<[log: number, seq: number, state: string]>;
  readonly putProducer: Statement<[log: number, producerId: string, seq: number]>;
  readonly read: Statement<[trainId: string, afterSeq: number, limit: number], { seq: number; text: string }>;
  readonly keyframe: Statement<[trainId: string, seq: number], { state: string }>;
  readonly producerSeq: Statement<[trainId: string, producerId: string], { seq: number }>;
  readonly unended: Statement<[], { train_id: string }>;
}

/** Prepares them. */
export function logStatements(database: Database): LogStatements {
  return {
    create: database.prepare(
      "INSERT INTO logs (train_id, first_seq, seq, ended, state) VALUES (?, 1, 0, 0, ?) ON CONFLICT DO NOTHING",
    ),
    locate: database.prepare("SELECT id, seq FROM logs WHERE train_id = ?"),
    head: database.prepare("SELECT first_seq, state FROM logs WHERE train_id = ?"),
    setHead: database.prepare("UPDATE logs SET seq = ?, ended = ?, state = ? WHERE id = ?"),
    insertUpdate: database.prepare("INSERT INTO updates (log, seq, text) VALUES (?, ?, ?)"),
    insertKeyframe: database.prepare("INSERT INTO keyframes (log, seq, state) VALUES (?, ?, ?)"),
    putProducer: database.prepare(
      `INSERT INTO producers (log, producer_id, seq) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET seq = excluded.seq`,
    ),
    read: database.prepare(
      `SELECT updates.seq, text FROM updates JOIN logs ON logs.id = log
       WHERE train_id = ? AND updates.seq > ? ORDER BY updates.seq LIMIT ?`,
    ),
    keyframe: database.prepare(
      `SELECT keyframes.state FROM keyframes JOIN logs ON logs.id = log
       WHERE train_id = ? AND keyframes.seq <= ? ORDER BY keyframes.seq DESC LIMIT 1`,
    ),
    producerSeq: database.prepare(
      `SELECT producers.seq FROM producers JOIN logs ON logs.id = log
       WHERE train_id = ? AND producer_id = ?`,
    ),
    unended: database.prepare("SELECT train_id FROM logs WHERE ended = 0 ORDER BY id"),
  };
}
