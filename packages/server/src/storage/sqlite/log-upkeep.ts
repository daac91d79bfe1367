import type { TrainingState } from "@trainwire/protocol";
import type { Database } from "better-sqlite3";
import type { LogExtent } from "../../core/log.ts";
import type { LogStatements } from "./log-statements.ts";
import type { StorageGuard } from "./storage-guard.ts";

/** How many rows of a removed log are freed at a time, and how many pages given back: a millisecond or two. */
const purgeSize = 256;
const reclaimSize = 64;
/** Free space that is kept for what comes next: so many pages, and this share of the file. */
const sparePages = 256;
const spareShare = 1 / 16;

/** What makes logs smaller: trimming, removing, and giving space back to the disk. */
export class LogUpkeep {
  readonly #database: Database;
  readonly #statements: LogStatements;
  readonly #guard: StorageGuard;
  readonly #trim: (log: number, firstSeq: number, state: TrainingState) => void;
  readonly #canReclaim: boolean;

  constructor(database: Database, statements: LogStatements, guard: StorageGuard) {
    this.#database = database;
    this.#statements = statements;
    this.#guard = guard;
    this.#canReclaim = database.pragma("auto_vacuum", { simple: true }) === 2;
    this.#trim = database.transaction((log: number, firstSeq: number, state: TrainingState) => {
      const bytes = statements.bytesBefore.get(log, firstSeq)?.bytes ?? 0;
      statements.insertKeyframe.run(log, state.seq, JSON.stringify(state));
      statements.dropUpdates.run(log, firstSeq);
      statements.dropKeyframes.run(log, state.seq);
      statements.setFirst.run(firstSeq, bytes, log);
      statements.setSince.run(log);
    });
  }

  /** See `Log.extent`. */
  extent(trainId: string, limit: number): LogExtent | undefined {
    const log = this.#statements.locate.get(trainId);
    if (!log) return undefined;
    const oldest = this.#statements.oldest.all(log.id, limit);
    return {
      firstSeq: log.first_seq,
      seq: log.seq,
      bytes: log.bytes,
      oldest: oldest.map(({ seq, bytes, received_at }) => ({ seq, bytes, receivedAt: received_at })),
    };
  }

  /** See `Log.trim`. */
  trim(trainId: string, firstSeq: number, state: TrainingState): void {
    const log = this.#statements.locate.get(trainId);
    if (!log || firstSeq <= log.first_seq) return;
    this.#guard.writeLazily(() => this.#trim(log.id, firstSeq, state));
  }

  /** See `Log.tidy`. */
  tidy(): boolean {
    const removed = this.#statements.toPurge.get();
    if (removed) {
      this.#guard.writeLazily(() => this.#purge(removed.id));
      return true;
    }
    if (!this.#hasTooMuchSpace()) return false;
    this.#guard.writeLazily(() => this.#database.pragma(`incremental_vacuum(${reclaimSize})`));
    return this.#hasTooMuchSpace();
  }

  #purge(log: number): void {
    for (const purge of this.#statements.purge) {
      if (purge.run(log, log, purgeSize).changes > 0) return;
    }
    this.#statements.purged.run(log);
  }

  #hasTooMuchSpace(): boolean {
    if (!this.#canReclaim) return false;
    const free = Number(this.#database.pragma("freelist_count", { simple: true }));
    const all = Number(this.#database.pragma("page_count", { simple: true }));
    return free > sparePages + all * spareShare;
  }
}
