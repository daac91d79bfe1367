import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import SqliteDatabase, { type Database } from "better-sqlite3";
import { TrainwireServerError } from "../../core/errors.ts";
import { makePrivate, makePrivateFile, makePrivateFolder } from "../private-files.ts";
import { isBackup, liveId } from "./backup-file.ts";
import { renewStreams } from "./renew-streams.ts";
import { seriesSchema } from "./series-schema.ts";
import { standingSchema } from "./standing-schema.ts";

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
  // `removed`: 0 no, 1 yes and its rows are still to be freed, 2 yes. The row stays: the id is not used again.
  `ALTER TABLE logs ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE logs ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
   UPDATE logs SET bytes = (SELECT coalesce(sum(octet_length(text)), 0) FROM updates WHERE log = logs.id);
   CREATE INDEX removed ON logs (id) WHERE removed = 1;`,
  seriesSchema,
  standingSchema,
] as const;

/** What the write-ahead log is cut to once it is checkpointed. */
const maxIdleWalBytes = 16 * 1024 * 1024;

/** The name of the database in a data folder. */
export const databaseFile = "trainwire.db";

/** The sizes of a data folder's files, in bytes: the database, and the log of what is not yet part of it. */
export function storageBytes(folder: string): { readonly database: number; readonly wal: number } {
  const sizeOf = (name: string) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  return { database: sizeOf(databaseFile), wal: sizeOf(`${databaseFile}-wal`) };
}

/**
 * Opens the database of a data folder, which one process at a time may use.
 *
 * A backup that was put in its place is made safe to go on from first.
 *
 * `synchronous = FULL` in WAL mode: a commit that returned survives `kill -9` and power loss.
 * @param folder Created if missing. It and the files in it are for their owner alone; looser files are tightened.
 * @throws TrainwireServerError `internal` if the folder is in use or belongs to a newer version.
 */
export function openDatabase(folder: string): Database {
  makeFilesPrivate(folder);
  const database = new SqliteDatabase(join(folder, databaseFile), { timeout: 1000 });
  try {
    database.pragma("locking_mode = EXCLUSIVE");
    giveSpaceBack(database);
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    // Checkpoints run every 1000 pages; what a single large transaction made of the WAL is cut off after it.
    database.pragma(`journal_size_limit = ${maxIdleWalBytes}`);
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

/** The database holds hashes of tokens. SQLite gives the files beside it the database's own mode. */
function makeFilesPrivate(folder: string): void {
  makePrivateFolder(folder);
  const file = join(folder, databaseFile);
  if (!existsSync(file)) makePrivateFile(file);
  for (const suffix of ["", "-wal", "-shm", "-journal"]) makePrivate(`${file}${suffix}`);
}

/**
 * Lets freed pages be given back to the disk piece by piece. A database made before that is rewritten once; where
 * there is no room for it, its free pages are used again all the same.
 */
function giveSpaceBack(database: Database): void {
  if (database.pragma("auto_vacuum", { simple: true }) === 2) return;
  database.pragma("auto_vacuum = INCREMENTAL");
  if (database.pragma("page_count", { simple: true }) === 0) return;
  try {
    database.exec("VACUUM");
  } catch (error) {
    if (!(error instanceof SqliteDatabase.SqliteError) || error.code !== "SQLITE_FULL") throw error;
  }
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
      if (isBackup(database)) renewStreams(database);
      database.pragma(`application_id = ${liveId}`);
    })
    .exclusive();
}
