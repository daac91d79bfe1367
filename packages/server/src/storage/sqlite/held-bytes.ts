import type { Database, Statement } from "better-sqlite3";

/** Counted in the temporary database: part of each transaction, but not of what it writes to the disk. */
const countingScript = `
  CREATE TEMP TABLE held AS
    SELECT coalesce(sum(bytes + series_bytes), 0) AS bytes FROM main.logs WHERE removed = 0;
  CREATE TEMP TRIGGER held_changed AFTER UPDATE OF bytes, series_bytes, removed ON main.logs BEGIN
    UPDATE held SET bytes = bytes
      + (NEW.removed = 0) * (NEW.bytes + NEW.series_bytes) - (OLD.removed = 0) * (OLD.bytes + OLD.series_bytes);
  END;`;

/** How many bytes all logs and their series hold: summed up once, when it is first asked for, and kept from then on. */
export class HeldBytes {
  readonly #database: Database;
  #held: Statement<[], number> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The sum at present. */
  read(): number {
    this.#held ??= this.#begin();
    return this.#held.get() ?? 0;
  }

  #begin(): Statement<[], number> {
    this.#database.pragma("temp_store = MEMORY");
    this.#database.exec(countingScript);
    return this.#database.prepare<[], number>("SELECT bytes FROM temp.held").pluck();
  }
}
