import { randomUUID } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { Turns } from "../../core/turns.ts";
import { writeBackup } from "./backup-file.ts";
import { explainDiskError } from "./storage-guard.ts";

const isLeftover = (name: string) => /^backup-.*\.tmp/.test(name);

/** A backup that was made, until it is disposed of. */
export interface MadeBackup extends AsyncDisposable {
  readonly path: string;
}

/** Backups of a running server: each a file in the data folder for as long as it is needed, one made at a time. */
export class Backups {
  readonly #database: Database;
  readonly #folder: string;
  readonly #turns = new Turns();
  readonly #closing = new AbortController();

  constructor(database: Database, folder: string) {
    this.#database = database;
    this.#folder = folder;
    // What a server that was killed left behind.
    for (const name of readdirSync(folder).filter(isLeftover)) rmSync(join(folder, name));
  }

  /**
   * Makes a backup.
   * @param signal Gives it up.
   * @throws TrainwireServerError `storage_unavailable` if there is no room for it, `internal` if it was given up.
   */
  async make(signal: AbortSignal): Promise<MadeBackup> {
    const path = join(this.#folder, `backup-${randomUUID()}.tmp`);
    const remove = () => rm(path, { force: true });
    const anySignal = AbortSignal.any([signal, this.#closing.signal]);
    try {
      await this.#turns.run(() => writeBackup(this.#database, path, { signal: anySignal }));
    } catch (error) {
      await remove();
      await rm(`${path}-journal`, { force: true });
      throw explainDiskError(error);
    }
    return { path, [Symbol.asyncDispose]: remove };
  }

  /** Gives up what is being made. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#turns.run(() => Promise.resolve());
  }
}
