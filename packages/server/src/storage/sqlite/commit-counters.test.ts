import { initialState } from "@trainwire/protocol";
import { expect, it } from "vitest";
import { Counters } from "../../core/counters.ts";
import { appendAfter } from "../../testing/append-after.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { openDatabase } from "./database.ts";
import { SqliteLog } from "./sqlite-log.ts";

it("transactions are counted with their updates, and those that the disk refused apart", async () => {
  using folder = temporaryFolder();
  const database = openDatabase(folder.path);
  const counters = new Counters();
  const log = new SqliteLog(database, counters);
  const [a, b] = [
    await log.create("a", initialState("a", "s")),
    await log.create("b", initialState("b", "s")),
  ];
  const first = appendAfter(a.state, 3);
  await Promise.all([log.append(first), log.append(appendAfter(b.state, 4))]);
  database.pragma("max_page_count = 1");
  await expect(log.append(appendAfter(first.state, 2000))).rejects.toMatchObject({
    code: "storage_unavailable",
  });
  const { commitSeconds, commitUpdates, commitFailures } = counters;
  expect([commitUpdates.sum, commitFailures]).toEqual([7, 1]);
  for (const tally of [commitSeconds, commitUpdates]) {
    expect(tally.counts.reduce((sum, count) => sum + count)).toBe(1);
  }
  await log.close();
  database.close();
});
