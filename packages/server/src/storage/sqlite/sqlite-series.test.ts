import { initialState } from "@trainwire/protocol";
import type { Database } from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { OpenBlock } from "../../core/series-block.ts";
import { appendAfter } from "../../testing/append-after.ts";
import { MemorySeries } from "../../testing/memory-series.ts";
import { describeSeriesStore } from "../../testing/series-contract.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { openDatabase } from "./database.ts";
import { SqliteLog } from "./sqlite-log.ts";
import { SqliteSeries } from "./sqlite-series.ts";

const opened: Disposable[] = [];
afterEach(() => {
  for (const each of opened.splice(0).toReversed()) each[Symbol.dispose]();
});

function openFresh(): { database: Database; log: SqliteLog; series: SqliteSeries } {
  const folder = temporaryFolder();
  const database = openDatabase(folder.path);
  opened.push(folder, { [Symbol.dispose]: () => database.close() });
  return { database, log: new SqliteLog(database), series: new SqliteSeries(database) };
}

describeSeriesStore("SqliteSeries", async () => {
  const { log, series } = openFresh();
  await log.create("run", initialState("run", "s"));
  return series;
});

describeSeriesStore("MemorySeries", async () => new MemorySeries());

/** A log of 30 updates, and their series in three blocks. */
async function openFilled() {
  const it = openFresh();
  const { state } = await it.log.create("run", initialState("run", "s"));
  const append = appendAfter(state, 30);
  await it.log.append(append);
  const blocks = [1, 11, 21].map((first) => {
    const block = new OpenBlock(1);
    for (let seq = first; seq < first + 10; seq += 1) {
      for (const metric of ["loss", "b"]) {
        block.add({ seq, attempt: 1, step: seq, time: seq }, block.column(metric), seq);
      }
    }
    return { upTo: first + 9, chunks: block.chunks() };
  });
  await it.series.write({ trainId: "run", blocks, replaces: false, upTo: 30 });
  const count = (table: string) => it.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  const counts = () => [count("series_chunks"), count("series_points")];
  const { log } = it;
  /** What the series add to what is held. */
  const seriesBytes = async () => (await log.heldBytes()) - ((await log.extent("run", 0))?.bytes ?? 0);
  return { ...it, state: append.state, counts, seriesBytes };
}

describe("SqliteSeries", () => {
  it("loses what is trimmed from the log with it, and no more", async () => {
    const { log, state, counts, seriesBytes } = await openFilled();
    expect(counts()).toEqual([6, 3]);
    const all = await seriesBytes();
    expect(all).toBeGreaterThan(6 * 17);
    await log.trim("run", 20, { ...state, seq: 19 });
    expect(counts()).toEqual([4, 2]);
    expect(await seriesBytes()).toBe((all / 3) * 2);
    await log.trim("run", 31, state);
    expect(counts()).toEqual([0, 0]);
    expect(await seriesBytes()).toBe(0);
  });

  it("is gone with its training, once that is tidied up", async () => {
    const { log, series, counts } = await openFilled();
    await log.remove("run");
    expect(await series.open("run")).toEqual({ upTo: 0, metrics: [] });
    while (await log.tidy());
    expect(counts()).toEqual([0, 0]);
  });

  it("stores nothing of a training that was removed meanwhile", async () => {
    const { log, series, counts } = await openFilled();
    await log.remove("run");
    while (await log.tidy());
    const block = new OpenBlock(1);
    block.add({ seq: 31, attempt: 1, step: 31, time: 31 }, block.column("loss"), 1);
    await series.write({
      trainId: "run",
      blocks: [{ upTo: 31, chunks: block.chunks() }],
      replaces: false,
      upTo: 31,
    });
    expect(counts()).toEqual([0, 0]);
  });
});
