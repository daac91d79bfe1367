import { createHash } from "node:crypto";
import type { Change } from "@trainwire/protocol";
import { tellTraining } from "../core/command-desk.ts";
import type { CommandsRecord } from "../core/command-record.ts";
import type { Gpu } from "../core/gpus.ts";
import { RecipeFile } from "../core/recipe-file.ts";
import type { RunRecord } from "../core/run-record.ts";
import { Runs, type RunsOptions } from "../core/runs.ts";
import { Slices } from "../core/slices.ts";
import type { TokenRecord } from "../core/token-record.ts";
import { Tokens } from "../core/tokens.ts";
import { TrainerTokens } from "../core/trainer-tokens.ts";
import type { TrainingRecord } from "../core/training-record.ts";
import { Trainings } from "../core/trainings.ts";
import { Turns } from "../core/turns.ts";
import { FakeLauncher } from "./fake-launcher.ts";
import { ManualClock } from "./manual-clock.ts";
import { MemoryLog } from "./memory-log.ts";
import { MemoryRecords } from "./memory-records.ts";
import { MemorySeries } from "./memory-series.ts";

const grace = { cancel_seconds: 5, term_seconds: 5 };
const recipes = [0, 2].map((gpus) => ({
  name: gpus === 0 ? "small" : "gpu",
  folder: "/recipes",
  file: RecipeFile.parse({ title: "S", launcher: "process", command: ["train"], cwd: "/", gpus, grace }),
}));
const checkpoint = { path: "checkpoints/a", bytes: 1, sha256: "0" };

/** What the runs of a server are kept in and started with, all in memory, and servers that come and go over it. */
export async function runPlace() {
  const log = new MemoryLog();
  const records = new MemoryRecords<TrainingRecord>();
  const commands = new MemoryRecords<CommandsRecord>();
  const runRecords = new MemoryRecords<RunRecord>();
  const launcher = new FakeLauncher();
  const clock = new ManualClock();
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const tokens = await Tokens.open({
    records: new MemoryRecords<TokenRecord>(),
    secrets: {
      random: () => crypto.randomUUID(),
      hash: (secret) => createHash("sha256").update(secret).digest("hex"),
    },
    onError,
  });
  const serve = async (options: { gpus?: number; maxTrainings?: number } = {}) => {
    const series = { log, store: new MemorySeries(), slices: new Turns(), onError };
    const trainings = new Trainings(log, records, { commands, runs: runRecords, series });
    const runs = new Runs({
      trainings,
      records: runRecords,
      recipes: { read: () => Promise.resolve({ recipes, problems: [] }) },
      limits: { maxTrainings: options.maxTrainings ?? 1, maxQueued: 9, gpus: options.gpus ?? 0 },
      launchers: { process: launcher },
      files: {
        prepare: async () => "/run",
        folderOf: () => "/run",
        async *spooled() {},
        printed: async () => "",
        boundLog: async () => undefined,
      },
      checkpoints: {
        verify: async () => checkpoint,
        newest: async () => checkpoint,
        keep: async () => undefined,
      },
      tokens: new TrainerTokens(tokens),
      gpus: { read: () => Promise.resolve<readonly Gpu[]>([]) },
      clock,
      slices: new Slices(),
      environment: {},
      onError,
    } satisfies RunsOptions);
    await runs.open();
    const get = (id: string) => trainings.get(id);
    return {
      runs,
      trainings,
      get,
      start: (id: string, recipe = "small") => runs.start(id, { recipe }),
      tell: async (id: string, name: "pause" | "resume" | "cancel") =>
        tellTraining(await get(id), { name }, { runner: runs, nowMs: clock.nowMs() }),
      report: async (id: string, details: Change["details"]) => {
        const training = await get(id);
        const batch = training.begin();
        batch.add({ details, received_at: new Date(clock.nowMs()).toISOString() });
        await training.commit(batch);
      },
      status: async (id: string) => {
        const { status, reason } = (await get(id)).head.state;
        return { status, reason };
      },
      close: () => runs.close({ stopTrainers: false }),
    };
  };
  return { log, records, commands, runRecords, launcher, clock, errors, tokens, serve };
}

/** Lets what is under way in memory go on until it waits for the clock. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
