import { initialState } from "@trainwire/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { appendAfter } from "../../testing/append-after.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { openDatabase } from "./database.ts";
import { SqliteLog } from "./sqlite-log.ts";

describe("a database that cannot grow", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let database: ReturnType<typeof openDatabase>;
  let log: SqliteLog;
  beforeEach(() => {
    folder = temporaryFolder();
    database = openDatabase(folder.path);
    log = new SqliteLog(database);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await log.close();
    database.close();
    folder[Symbol.dispose]();
  });
  const setLimit = (pages: number) => database.pragma(`max_page_count = ${pages}`);

  it("refuses appends as a whole, goes on reading, and recovers by itself", async () => {
    const { state } = await log.create("run", initialState("run", "s"));
    const first = appendAfter(state, 10);
    await log.append(first);
    setLimit(1);
    const large = appendAfter(first.state, 2000, { producers: new Map([["p", 2000]]) });
    await expect(log.append(large)).rejects.toMatchObject({ code: "storage_unavailable", httpStatus: 503 });
    expect(log.status()).toEqual({ ok: false, reason: "database or disk is full" });
    expect((await log.head("run"))?.state.seq).toBe(10);
    expect(await log.read("run", 0, { limit: 99, maxBytes: 1e6 })).toHaveLength(10);
    expect(await log.producerSeq("run", "p")).toBeUndefined();
    setLimit(1_000_000);
    await log.append(large);
    expect(log.status()).toEqual({ ok: true });
    expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
  });

  it("is tried again when asked for its status, once a second", async () => {
    const { state } = await log.create("run", initialState("run", "s"));
    setLimit(1);
    await expect(log.append(appendAfter(state, 2000))).rejects.toMatchObject({ code: "storage_unavailable" });
    setLimit(1_000_000);
    expect(log.status()).toMatchObject({ ok: false });
    const nowMs = performance.now();
    vi.spyOn(performance, "now").mockReturnValue(nowMs + 1001);
    expect(log.status()).toEqual({ ok: true });
  });
});
