import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeBackup } from "../cli/take-backup.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { testServer } from "../testing/test-server.ts";
import { restoreBackup } from "./restore.ts";
import { Backups } from "./sqlite/backups.ts";
import { openDatabase } from "./sqlite/database.ts";

const modeOf = (path: string) => statSync(path).mode & 0o777;
const modesIn = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))]));

describe.skipIf(process.platform === "win32")("what holds the hashes of tokens", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let umask: number;
  beforeEach(() => {
    folder = temporaryFolder();
    umask = process.umask(0);
  });
  afterEach(() => {
    process.umask(umask);
    folder[Symbol.dispose]();
  });

  it("is made for its owner alone, whatever the umask", async () => {
    const data = join(folder.path, "data");
    await using server = await testServer({ dataFolder: data });
    await server.publish("run", { loss: 1 });
    expect(modeOf(data)).toBe(0o700);
    expect(modesIn(data)).toEqual({ "trainwire.db": 0o600, "trainwire.db-wal": 0o600 });
  });

  it("is tightened at the start where it was looser; other files and the folder are left", () => {
    const data = join(folder.path, "data");
    mkdirSync(data, { mode: 0o755 });
    openDatabase(data).close();
    const names = ["trainwire.db", "trainwire.db-wal", "trainwire.db-shm", "notes.txt"];
    for (const name of names.slice(1)) writeFileSync(join(data, name), "");
    for (const name of names) chmodSync(join(data, name), 0o644);
    const database = openDatabase(data);
    expect(modesIn(data)).toMatchObject({
      "trainwire.db": 0o600,
      "trainwire.db-wal": 0o600,
      "notes.txt": 0o644,
    });
    expect(modeOf(data)).toBe(0o755);
    database.close();
  });

  it("stays so in backups, also while they are made, and in what is restored from a loose one", async () => {
    const data = join(folder.path, "data");
    const database = openDatabase(data);
    const backups = new Backups(database, data);
    {
      await using made = await backups.make(new AbortController().signal);
      expect(modeOf(made.path)).toBe(0o600);
    }
    await backups.close();
    database.close();
    const file = join(folder.path, "backup.db");
    await takeBackup({ folder: data }, file);
    expect(modeOf(file)).toBe(0o600);
    chmodSync(file, 0o666);
    const restored = join(folder.path, "restored");
    restoreBackup(file, restored);
    expect(modeOf(restored)).toBe(0o700);
    expect(modesIn(restored)).toEqual({ "trainwire.db": 0o600 });
  });
});
