import { afterEach, expect, it, vi } from "vitest";
import { CommandsRecord } from "./core/command-record.ts";
import { TrainingRecord } from "./core/training-record.ts";
import { Trainings } from "./core/trainings.ts";
import { Turns } from "./core/turns.ts";
import { openDatabase } from "./storage/sqlite/database.ts";
import { SqliteLog } from "./storage/sqlite/sqlite-log.ts";
import { SqliteRecords } from "./storage/sqlite/sqlite-records.ts";
import { MemorySeries } from "./testing/memory-series.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

function open(path: string) {
  const database = openDatabase(path);
  database.pragma("synchronous = OFF");
  const log = new SqliteLog(database);
  const records = new SqliteRecords(database, "trainings", TrainingRecord);
  const onError = (error: unknown) => expect.unreachable(String(error));
  const series = { log, store: new MemorySeries(), slices: new Turns(), onError };
  return {
    trainings: new Trainings(log, records, {
      commands: new SqliteRecords(database, "commands", CommandsRecord),
      series,
    }),
    async [Symbol.asyncDispose]() {
      await log.close();
      database.close();
    },
  };
}

it("trainings that never end are kept in memory only while they are used or may change by themselves", async () => {
  using folder = temporaryFolder();
  {
    await using it = open(folder.path);
    const { trainings } = it;
    const runs = await trainings.findOrRegister("runs");
    const batch = runs.begin();
    batch.add({ details: { loss: 1 }, received_at: "2026-01-01T00:00:00.000Z" });
    await runs.commit(batch);
    const followed = await trainings.findOrRegister("followed");
    const unfollow = followed.follow({ onCommit: () => undefined, onDeleted: () => undefined });
    for (let index = 0; index < 2100; index += 1) await trainings.findOrRegister(`queued-${index}`);
    expect(trainings.inUseCount).toBe(2102);
    const nowMs = performance.now();
    vi.spyOn(performance, "now").mockReturnValue(nowMs + 61_000);
    for (let index = 0; index < 2000; index += 1) await trainings.findOrRegister(`late-${index}`);
    expect(trainings.inUseCount).toBeLessThan(3200);
    const kept = new Set(Array.from(trainings.inUse(), ({ id }) => id));
    expect([kept.has("runs"), kept.has("followed"), kept.has("queued-7")]).toEqual([true, true, false]);
    expect(await trainings.find("runs")).toBe(runs);
    expect((await trainings.get("queued-7")).head.state.status).toBe("queued");
    unfollow();
  }
  vi.restoreAllMocks();
  await using it = open(folder.path);
  await it.trainings.openWatched();
  expect(Array.from(it.trainings.inUse(), ({ id }) => id)).toEqual(["runs"]);
});
