import { statSync } from "node:fs";
import { join } from "node:path";
import { initialState } from "@trainwire/protocol";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appendAfter } from "../../testing/append-after.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { openDatabase } from "./database.ts";
import { SqliteLog } from "./sqlite-log.ts";

describe("the data folder", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder[Symbol.dispose]());

  const fileBytes = (name = "trainwire.db") => statSync(join(folder.path, name)).size;
  const filler = "x".repeat(2000);
  /** Appends updates of 2 kB each. */
  async function fill(log: SqliteLog, trainId: string, count: number) {
    const { state } = await log.create(trainId, initialState(trainId, "s"));
    let next = state;
    for (let done = 0; done < count; done += 500) {
      const append = appendAfter(next, 500);
      const updates = append.updates.map(({ seq }) => ({ seq, text: JSON.stringify({ seq, filler }) }));
      await log.append({ ...append, updates });
      next = append.state;
    }
    return next;
  }

  it("gives the space of a removed log back to the disk, a small piece at a time", async () => {
    const database = openDatabase(folder.path);
    const log = new SqliteLog(database);
    await fill(log, "keep", 500);
    await fill(log, "run", 5000);
    await log.remove("run");
    let pieces = 0;
    let longestMs = 0;
    for (let more = true; more; pieces += 1) {
      const beganAtMs = performance.now();
      more = await log.tidy();
      longestMs = Math.max(longestMs, performance.now() - beganAtMs);
    }
    database.pragma("wal_checkpoint(TRUNCATE)");
    expect(pieces).toBeGreaterThan(20);
    expect(fileBytes()).toBeLessThan(4_000_000);
    expect(database.prepare("SELECT count(*) AS n FROM updates").get()).toEqual({ n: 500 });
    expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
    await log.close();
    database.close();
  });

  it("gives the space of trimmed updates back", async () => {
    const database = openDatabase(folder.path);
    const log = new SqliteLog(database);
    const state = await fill(log, "run", 5000);
    for (let firstSeq = 256; firstSeq < 4900; firstSeq += 256) {
      await log.trim("run", firstSeq + 1, { ...state, seq: firstSeq });
    }
    while (await log.tidy());
    database.pragma("wal_checkpoint(TRUNCATE)");
    expect(fileBytes()).toBeLessThan(4_000_000);
    await log.close();
    database.close();
  });

  it("keeps the write-ahead log bounded while much is written", async () => {
    const database = openDatabase(folder.path);
    const log = new SqliteLog(database);
    await fill(log, "run", 10_000);
    expect(fileBytes()).toBeGreaterThan(16_000_000);
    expect(fileBytes("trainwire.db-wal")).toBeLessThan(8_000_000);
    await log.close();
    database.close();
  });

  it("of an older version is brought to this one: counted, and able to give space back", async () => {
    const older = openDatabase(folder.path);
    const log = new SqliteLog(older);
    await fill(log, "run", 500);
    await log.close();
    older.exec(
      "DROP TRIGGER held_changed; DROP INDEX standings; DROP INDEX first_to_go; DROP TRIGGER series_points_added",
    );
    for (const column of ["status", "health", "since", "series_bytes"]) {
      older.exec(`DROP TRIGGER IF EXISTS series_points_dropped; ALTER TABLE logs DROP COLUMN ${column}`);
    }
    older.exec(
      "DROP TRIGGER series_trimmed; DROP TABLE series_chunks; DROP TABLE series_points; DROP TABLE series_metrics; DROP TABLE series_positions",
    );
    older.exec(
      "DROP INDEX removed; ALTER TABLE logs DROP COLUMN removed; ALTER TABLE logs DROP COLUMN bytes",
    );
    older.pragma("user_version = 1");
    older.pragma("auto_vacuum = NONE");
    older.exec("VACUUM");
    older.close();
    const plain = new SqliteDatabase(join(folder.path, "trainwire.db"));
    expect(plain.pragma("auto_vacuum", { simple: true })).toBe(0);
    plain.close();
    const database = openDatabase(folder.path);
    expect(database.pragma("auto_vacuum", { simple: true })).toBe(2);
    const again = new SqliteLog(database);
    const bytes = Array.from(
      { length: 500 },
      (_, index) => JSON.stringify({ seq: index + 1, filler }).length,
    );
    const sum = bytes.reduce((all, each) => all + each, 0);
    expect(await again.extent("run", 1)).toMatchObject({ bytes: sum });
    expect(await again.heldBytes()).toBe(sum);
    expect(await again.standings()).toEqual([{ status: "running", health: "ok", count: 1 }]);
    expect(await again.firstToGo()).toBe("run");
    await again.close();
    database.close();
  });
});
