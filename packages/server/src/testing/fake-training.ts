import { type Details, initialState } from "@trainwire/protocol";
import type { CommandsRecord } from "../core/command-record.ts";
import { StoredCommands } from "../core/stored-commands.ts";
import { Training } from "../core/training.ts";
import { Turns } from "../core/turns.ts";
import { MemoryLog } from "./memory-log.ts";
import { MemoryRecords } from "./memory-records.ts";
import { MemorySeries } from "./memory-series.ts";

/** A training on a log in memory, with `count` updates stored. */
export async function fakeTraining(count = 0) {
  const log = new MemoryLog();
  const head = await log.create("run", initialState("run", "stream"));
  const value = {
    train_id: "run",
    name: null,
    tags: [],
    config: null,
    created_at: "2026-01-01T00:00:00.000Z",
    notes: null,
    retention: null,
  };
  const store = new MemorySeries();
  const commands = new MemoryRecords<CommandsRecord>();
  const seriesErrors: unknown[] = [];
  const onError = (error: unknown) => seriesErrors.push(error);
  const context = { log, store, slices: new Turns(), onError };
  const stored = await store.open("run");
  const training = new Training(log, {
    record: { version: 1, value },
    head,
    commands: new StoredCommands(commands, "run", undefined),
    series: { context, stored },
    onCommit: () => undefined,
  });
  const report = async (details: Details) => {
    const batch = training.begin();
    batch.add({ details, received_at: "2026-01-01T00:00:00.000Z" });
    await training.commit(batch);
  };
  for (let step = 1; step <= count; step += 1) await report({ current_step: step, loss: 1 / step });
  return { log, training, report, commands, series: { store, errors: seriesErrors } };
}
