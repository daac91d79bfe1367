import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { python } from "./harness/program.ts";
import { temporaryFolder } from "./harness/recipe-folder.ts";
import { repository, ServerProcess } from "./harness/server-process.ts";
import { WatchedTraining } from "./harness/watched-training.ts";

const recipe = {
  title: "Faulty",
  launcher: "process",
  cwd: repository,
  command: [
    python,
    "-m",
    "faulty_trainer",
    "--mode={mode}",
    "--interval=0.02",
    "--seconds=1",
    "--most-mb=128",
  ],
  env: { PYTHONPATH: "trainers/faulty" },
  parameters: { mode: { type: "text" } },
  timeouts: { start_seconds: 5 },
  grace: { cancel_seconds: 0.5, term_seconds: 0.5 },
};

describe("a faulty trainer, started from a recipe", () => {
  const recipes = temporaryFolder("recipes");
  let server: ServerProcess;

  beforeAll(async () => {
    writeFileSync(join(recipes.path, "faulty.yaml"), stringify(recipe));
    const options = ["--no-demo", "--recipes", recipes.path, "--max-trainings", "4"];
    server = await ServerProcess.start(...options);
  });

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    recipes[Symbol.dispose]();
  });

  const start = (mode: string) => WatchedTraining.start(server, mode, { recipe: "faulty", params: { mode } });

  /** Waits until an attempt is over and what is left of it was looked for: nothing must be. */
  async function cleanAfter(training: WatchedTraining, attempt: number) {
    const record = await training.untilRecord(({ status, attempts }) => {
      const isOver = status !== "starting" && status !== "running";
      return isOver && attempts?.[attempt - 1]?.checked_at !== undefined;
    });
    expect(record.attempts?.[attempt - 1]).toMatchObject({ is_clean: true, processes_left: 0 });
    return record;
  }

  it.each([
    ["crash", "failed", /^attempt 1 ended with .*1.*: RuntimeError: CUDA error: an illegal memory access/],
    ["exits-at-once", "failed", /^attempt 1 ended with .*1.*there is no checkpoint to go on from$/],
    ["silent", "failed", /^no report within 5 s of its start .*, and was ended by TERM$/],
    ["out-of-memory", "failed", /^attempt 1 ran out of memory .*MemoryError/],
    ["out-of-gpu-memory", "failed", /^attempt 1 ran out of GPU memory .*CUDA out of memory/],
    ["nan", "completed", undefined],
    ["flood", "completed", undefined],
  ] as const)("whose fault is %s is %s", async (mode, status, reason) => {
    const record = await cleanAfter(await start(mode), 1);
    expect(record.status).toBe(status);
    if (reason) expect(record.reason).toMatch(reason);
    expect(record.attempts?.[0]?.out_of_memory ?? false).toBe(mode.startsWith("out-of"));
  });

  it.each([
    ["hang", "TERM"],
    ["ignores-term", "KILL"],
  ] as const)("whose fault is %s is cancelled by %s", async (mode, signal) => {
    const training = await start(mode);
    await training.untilStep(5);
    await training.obeys("cancel");
    expect(await cleanAfter(training, 1)).toMatchObject({
      status: "cancelled",
      attempts: [{ ended_by: signal }],
    });
  });

  it.each(["cut-checkpoint", "cut-checkpoint-in-place"])(
    "whose fault is %s goes on from the checkpoint before",
    async (mode) => {
      const training = await start(mode);
      const paused = await cleanAfter(training, 1);
      expect(paused).toMatchObject({
        status: "paused",
        checkpoint: { path: "checkpoints/step-5.json", step: 5 },
      });
      expect(paused.reason).toMatch(/^attempt 1 ended with .*ABRT/);
      await training.obeys("resume");
      expect(await cleanAfter(training, 2)).toMatchObject({
        status: "completed",
        attempts: [{}, { resumed_from: "checkpoints/step-5.json", resumed_at_step: 5 }],
      });
    },
  );
});
