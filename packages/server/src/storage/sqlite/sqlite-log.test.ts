import { initialState } from "@trainwire/protocol";
import { afterAll, describe, expect, it } from "vitest";
import { appendAfter } from "../../testing/append-after.ts";
import { describeLog } from "../../testing/log-contract.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { openDatabase } from "./database.ts";
import { SqliteLog } from "./sqlite-log.ts";

const folders: Disposable[] = [];
afterAll(() => {
  for (const folder of folders) folder[Symbol.dispose]();
});

function freshFolder(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder.path;
}

function open(path: string) {
  const database = openDatabase(path);
  const log = new SqliteLog(database);
  return {
    log,
    async [Symbol.asyncDispose]() {
      await log.close();
      database.close();
    },
  };
}

describeLog("SqliteLog", () => new SqliteLog(openDatabase(freshFolder())));

describe("SqliteLog", () => {
  it("holds everything after the data folder is closed and opened again", async () => {
    const path = freshFolder();
    {
      await using it = open(path);
      const { state } = await it.log.create("run", initialState("run", "s"));
      await it.log.append(appendAfter(state, 3, { producers: new Map([["p", 3]]) }));
    }
    await using it = open(path);
    expect((await it.log.head("run"))?.state).toMatchObject({ seq: 3, loss: 2, stream_id: "s" });
    expect(await it.log.read("run", 0, { limit: 10, maxBytes: 1e6 })).toHaveLength(3);
    expect(await it.log.producerSeq("run", "p")).toBe(3);
  });

  it("stores what waits when it is closed", async () => {
    const path = freshFolder();
    const it = open(path);
    const { state } = await it.log.create("run", initialState("run", "s"));
    const stored = it.log.append(appendAfter(state, 1));
    await it[Symbol.asyncDispose]();
    await stored;
    await using again = open(path);
    expect((await again.log.head("run"))?.state.seq).toBe(1);
  });

  it("rejects every append of a transaction that fails, and goes on with the next", async () => {
    const database = openDatabase(freshFolder());
    const log = new SqliteLog(database);
    const { state } = await log.create("run", initialState("run", "s"));
    const twice = appendAfter(state, 1);
    const broken = { ...twice, updates: [...twice.updates, ...twice.updates] };
    await expect(log.append(broken)).rejects.toMatchObject({
      code: "internal",
      message: "the updates could not be stored",
    });
    await log.append(twice);
    expect(await log.read("run", 0, { limit: 10, maxBytes: 1e6 })).toHaveLength(1);
    await log.close();
    database.close();
  });
});

describe("a data folder", () => {
  it("is refused to a second server with a message that names it", () => {
    const path = freshFolder();
    const first = openDatabase(path);
    expect(() => openDatabase(path)).toThrow(`the data folder ${path} is in use`);
    first.close();
    openDatabase(path).close();
  });

  it("of a newer version is refused", () => {
    const path = freshFolder();
    const database = openDatabase(path);
    database.pragma("user_version = 99");
    database.close();
    expect(() => openDatabase(path)).toThrow("newer version (99)");
  });
});
