import type { Database, Statement } from "better-sqlite3";
import type { z } from "zod";
import { TrainwireServerError } from "../../core/errors.ts";
import type { Listed, Records, Versioned } from "../../core/records.ts";
import { StorageGuard } from "./storage-guard.ts";

interface Row {
  readonly id: string;
  readonly position: number;
  readonly version: number;
  readonly value: string;
}

/** A collection of records in SQLite, each stored as JSON and read through its schema. */
export class SqliteRecords<T> implements Records<T> {
  readonly #collection: string;
  readonly #schema: z.ZodType<T>;
  readonly #guard: StorageGuard;
  readonly #get: Statement<[string, string], Row>;
  readonly #insert: Statement<[string, string, string]>;
  readonly #update: Statement<[string, string, string, number]>;
  readonly #remove: Statement<[string, string]>;
  readonly #list: Statement<[string, number, number], Row>;

  constructor(database: Database, collection: string, schema: z.ZodType<T>) {
    this.#collection = collection;
    this.#schema = schema;
    this.#guard = new StorageGuard(database);
    this.#get = database.prepare(
      "SELECT id, position, version, value FROM records WHERE collection = ? AND id = ?",
    );
    this.#insert = database.prepare(
      "INSERT INTO records (collection, id, version, value) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING",
    );
    this.#update = database.prepare(
      "UPDATE records SET value = ?, version = version + 1 WHERE collection = ? AND id = ? AND version = ?",
    );
    this.#remove = database.prepare("DELETE FROM records WHERE collection = ? AND id = ?");
    // The plus keeps SQLite from the index on the collection, which it would have to sort.
    this.#list = database.prepare(
      `SELECT id, position, version, value FROM records
       WHERE +collection = ? AND position < ? ORDER BY position DESC LIMIT ?`,
    );
  }

  async get(id: string): Promise<Versioned<T> | undefined> {
    const row = this.#get.get(this.#collection, id);
    return row && this.#read(row);
  }

  async putIfVersion(id: string, value: T, version: number): Promise<number | undefined> {
    const text = JSON.stringify(value);
    const { changes } = this.#guard.write(() =>
      version === 0
        ? this.#insert.run(this.#collection, id, text)
        : this.#update.run(text, this.#collection, id, version),
    );
    return changes === 1 ? version + 1 : undefined;
  }

  async remove(id: string): Promise<void> {
    this.#guard.write(() => this.#remove.run(this.#collection, id));
  }

  async list(limit: number, cursor?: string): Promise<readonly Listed<T>[]> {
    return this.#rows(limit, cursor).map((row) => ({ ...this.#read(row), ...placeOf(row) }));
  }

  async ids(limit: number, cursor?: string): Promise<readonly Pick<Listed<T>, "id" | "cursor">[]> {
    return this.#rows(limit, cursor).map(placeOf);
  }

  #rows(limit: number, cursor: string | undefined): readonly Row[] {
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) {
      throw new TrainwireServerError("bad_message", "cursor: is none that was given");
    }
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
    return this.#list.all(this.#collection, before, limit);
  }

  #read(row: Row): Versioned<T> {
    return { version: row.version, value: this.#schema.parse(JSON.parse(row.value)) };
  }
}

function placeOf({ id, position }: Row): { readonly id: string; readonly cursor: string } {
  return { id, cursor: String(position) };
}
