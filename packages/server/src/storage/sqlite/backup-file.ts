import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import SqliteDatabase, { type Database } from "better-sqlite3";
import { TrainwireServerError } from "../../core/errors.ts";
import { makePrivateFile } from "../private-files.ts";

/** `application_id` of a database in use, and of a backup: when one is opened, its unended logs are numbered anew. */
export const liveId = 0x54574c47;
const backupId = 0x5457424b;

/** How many pages are copied before others get their turn: half a millisecond or so. */
const stepPages = 64;
/** After how many pages the disk is told to go on writing, so that the end need not wait for all of it. */
const flushPages = 4096;

/** How a backup goes. */
export interface BackupOptions {
  /** Gives it up. */
  readonly signal?: AbortSignal;
  /** Told the share that is copied, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Copies a database that is in use into a file of its own, while others go on using it. What is committed before the
 * end is in it as well.
 * @param file Must not exist; made for its owner alone; left over in part if it fails.
 * @throws TrainwireServerError `internal` if the file exists, or the backup was given up; SQLite's error if there is
 * no room for it.
 */
export async function writeBackup(
  database: Database,
  file: string,
  { signal, onProgress }: BackupOptions = {},
): Promise<void> {
  if (existsSync(file)) throw new TrainwireServerError("internal", `${file} exists already`);
  makePrivateFile(file);
  let flushing = Promise.resolve();
  let flushedPages = 0;
  await database.backup(file, {
    progress: ({ totalPages, remainingPages }) => {
      if (signal?.aborted) throw new TrainwireServerError("internal", "the backup was given up");
      const copied = totalPages - remainingPages;
      onProgress?.(totalPages === 0 ? 0 : copied / totalPages);
      if (copied - flushedPages >= flushPages) {
        flushedPages = copied;
        flushing = flushing.then(() => flush(file));
      }
      return stepPages;
    },
  });
  await flushing;
  mark(file);
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Makes a copy one file that says what it is. */
function mark(file: string): void {
  const copy = new SqliteDatabase(file);
  try {
    copy.pragma("journal_mode = DELETE");
    copy.pragma(`application_id = ${backupId}`);
  } finally {
    copy.close();
  }
}

/** Whether the database is a backup that was put in the place of a database. */
export function isBackup(database: Database): boolean {
  return database.pragma("application_id", { simple: true }) === backupId;
}

/**
 * Reads a whole backup and looks whether it is one, and sound.
 * @throws TrainwireServerError `internal` if it is not.
 */
export function checkBackup(file: string): void {
  if (!existsSync(file)) throw new TrainwireServerError("internal", `there is no file ${file}`);
  let found: unknown;
  try {
    const database = new SqliteDatabase(file, { readonly: true });
    try {
      if (!isBackup(database)) throw new TrainwireServerError("internal", `${file} is no backup of a server`);
      found = database.pragma("integrity_check", { simple: true });
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof TrainwireServerError) throw error;
    found = error instanceof Error ? error.message : error;
  }
  if (found !== "ok") throw new TrainwireServerError("internal", `${file} is damaged: ${String(found)}`);
}
