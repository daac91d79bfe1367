import SqliteDatabase, { type Database } from "better-sqlite3";
import { TrainwireServerError } from "../../core/errors.ts";
import type { StorageStatus } from "../../core/log.ts";

/** How long after a failure, or a look, a storage that failed is tried again. */
const retryMs = 1000;

/** What SQLite says when the disk, not the request, is to blame. */
const diskErrors = ["SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN"];

/** Every write of a database goes through here: it tells a failing disk from other faults, and remembers it. */
export class StorageGuard {
  readonly #database: Database;
  #failure: string | undefined;
  #triedAtMs = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Runs something that writes.
   * @throws TrainwireServerError `storage_unavailable` if the disk is full or fails, else what the work throws.
   */
  write<T>(work: () => T): T {
    try {
      const result = work();
      this.#failure = undefined;
      return result;
    } catch (cause) {
      if (isDiskError(cause)) {
        this.#failure = cause.message;
        this.#triedAtMs = performance.now();
      }
      throw explainDiskError(cause);
    }
  }

  /**
   * Like `write`, without waiting for the disk: a power loss may undo it, never half of it. For what may as well
   * be done again.
   */
  writeLazily<T>(work: () => T): T {
    this.#database.pragma("synchronous = NORMAL");
    try {
      return this.write(work);
    } finally {
      this.#database.pragma("synchronous = FULL");
    }
  }

  /** Whether the last write went well. After a failure a small one is tried, once a second. */
  status(): StorageStatus {
    if (this.#failure !== undefined && performance.now() - this.#triedAtMs >= retryMs) this.#probe();
    return this.#failure === undefined ? { ok: true } : { ok: false, reason: this.#failure };
  }

  /** Writes what is there already. */
  #probe(): void {
    const version = Number(this.#database.pragma("user_version", { simple: true }));
    try {
      this.write(() => this.#database.pragma(`user_version = ${version}`));
    } catch {
      // The failure is noted, and is what `status` tells.
    }
  }
}

/** The error to tell a peer: `storage_unavailable` if the disk is to blame, else the same. */
export function explainDiskError(cause: unknown): unknown {
  if (!isDiskError(cause)) return cause;
  const error = new TrainwireServerError("storage_unavailable");
  error.cause = cause;
  return error;
}

function isDiskError(error: unknown): error is Error {
  return (
    error instanceof SqliteDatabase.SqliteError && diskErrors.some((code) => error.code.startsWith(code))
  );
}
