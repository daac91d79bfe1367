import { initialState } from "@trainwire/protocol";
import { expect, it } from "vitest";
import { Counters } from "../../core/counters.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { openDatabase } from "./database.ts";
import { SqliteLog } from "./sqlite-log.ts";

it("a log that could not store says so until it can again, and counts the failure", async () => {
  using folder = temporaryFolder();
  const database = openDatabase(folder.path);
  const counters = new Counters();
  const log = new SqliteLog(database, counters);
  const { state } = await log.create("run", initialState("run", "s"));
  const text = "x".repeat(100_000);
  const append = () =>
    log.append({
      trainId: "run",
      afterSeq: 0,
      updates: [{ seq: 1, text }],
      state: { ...state, seq: 1 },
      keyframes: [],
      producers: new Map(),
    });
  expect(log.canStore()).toBe(true);
  const pages = Number(database.pragma("page_count", { simple: true }));
  database.pragma(`max_page_count = ${pages}`);
  await expect(append()).rejects.toMatchObject({ code: "internal" });
  database.pragma("query_only = true");
  expect(log.canStore()).toBe(false);
  expect(counters.commitFailures).toBe(1);
  database.pragma("query_only = false");
  expect(log.canStore()).toBe(true);
  database.pragma("max_page_count = 1000000");
  await append();
  expect(counters.commitSeconds.counts.reduce((sum, count) => sum + count)).toBe(1);
  database.close();
});
