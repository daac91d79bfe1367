import { mkdirSync } from "node:fs";
import { join } from "node:path";
import SqliteDatabase, { type Database } from "better-sqlite3";
import { TrainwireServerError } from "../../core/errors.ts";

/** The schema, one script a version; `user_version` counts those that ran. Scripts that were released never change. */
const migrations = [
  `CREATE TABLE logs (
     id INTEGER PRIMARY KEY,
     train_id TEXT NOT NULL UNIQUE,
     first_seq INTEGER NOT NULL,
     seq INTEGER NOT NULL,
     ended INTEGER NOT NULL,
     state TEXT NOT NULL
   ) STRICT;
   CREATE INDEX unended ON logs (id) WHERE ended = 0;
   CREATE TABLE updates (
     log INTEGER NOT NULL REFERENCES logs,
     seq INTEGER NOT NULL,
     text TEXT NOT NULL,
     PRIMARY KEY (log, seq)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE keyframes (
     log INTEGER NOT NULL REFERENCES logs,
     seq INTEGER NOT NULL,
     state TEXT NOT NULL,
     PRIMARY KEY (log, seq)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE producers (
     log INTEGER NOT NULL REFERENCES logs,
     producer_id TEXT NOT NULL,
     seq INTEGER NOT NULL,
     PRIMARY KEY (log, producer_id)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE records (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     collection TEXT NOT NULL,
     id TEXT NOT NULL,
     version INTEGER NOT NULL,
     value TEXT NOT NULL,
     UNIQUE (collection, id)
   ) STRICT;`,
] as const;

/**
 * Opens the database of a data folder, which one process at a time may use.
 *
 * `synchronous = FULL` in WAL mode: a commit that returned survives `kill -9` and power loss.
 * @param folder Created if missing.
 * @throws TrainwireServerError `internal` if the folder is in use or belongs to a newer version.
 */
export function openDatabase(folder: string): Database {
  mkdirSync(folder, { recursive: true });
  const database = new SqliteDatabase(join(folder, "trainwire.db"), { timeout: 1000 });
  try {
    database.pragma("locking_mode = EXCLUSIVE");
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    migrate(database, folder);
  } catch (error) {
    database.close();
    if (error instanceof SqliteDatabase.SqliteError && error.code.startsWith("SQLITE_BUSY")) {
      throw new TrainwireServerError("internal", `the data folder ${folder} is in use by another server`);
    }
    throw error;
  }
  return database;
}

function migrate(database: Database, folder: string): void {
  const version = Number(database.pragma("user_version", { simple: true }));
  if (version > migrations.length) {
    throw new TrainwireServerError(
      "internal",
      `the data folder ${folder} was written by a newer version (${version})`,
    );
  }
  database
    .transaction(() => {
      for (const script of migrations.slice(version)) database.exec(script);
      database.pragma(`user_version = ${migrations.length}`);
    })
    .exclusive();
}
