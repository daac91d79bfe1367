import type { Database, Statement } from "better-sqlite3";

/** Counted in the temporary database: part of each transaction, but not of what it writes to the disk. */
const countingScript = `
  CREATE TEMP TABLE IF NOT EXISTS held AS
    SELECT coalesce(sum(bytes + series_bytes), 0) AS bytes FROM main.logs WHERE removed = 0;
  CREATE TEMP TRIGGER IF NOT EXISTS held_changed
  AFTER UPDATE OF bytes, series_bytes, removed ON main.logs BEGIN
    UPDATE held SET bytes = bytes
      + (NEW.removed = 0) * (NEW.bytes + NEW.series_bytes) - (OLD.removed = 0) * (OLD.bytes + OLD.series_bytes);
  END;`;

/** How many bytes all logs and their series hold: summed up at the start, a microsecond a log, and kept from then on. */
export class HeldBytes {
  readonly #read: Statement<[], number>;

  constructor(database: Database) {
    database.pragma("temp_store = MEMORY");
    database.exec(countingScript);
    this.#read = database.prepare<[], number>("SELECT bytes FROM temp.held").pluck();
  }

  /** The sum at present. */
  read(): number {
    return this.#read.get() ?? 0;
  }
}
