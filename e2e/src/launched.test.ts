import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stillAlive } from "./harness/processes.ts";
import { pythonHas } from "./harness/program.ts";
import { recipeFolder } from "./harness/recipe-folder.ts";
import { ServerProcess } from "./harness/server-process.ts";
import { WatchedTraining } from "./harness/watched-training.ts";

const withoutTorch = !pythonHas("torch") && process.env["CI"] === undefined;
if (withoutTorch) console.warn("skipping the trainer that a launcher starts: pip install torch");

const steps = 220;

describe.skipIf(withoutTorch)("the language model, started from its recipe as a process", () => {
  const recipes = recipeFolder();
  let server: ServerProcess;
  let uninterrupted: ReadonlyMap<number, number>;

  beforeAll(async () => {
    server = await ServerProcess.start("--no-demo", "--heartbeat-seconds", "1", "--recipes", recipes.path);
    const training = await start("uninterrupted", "0");
    await training.untilStatus("completed");
    uninterrupted = training.losses();
  });

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    recipes[Symbol.dispose]();
  });

  async function start(id: string, waitsAt: string): Promise<WatchedTraining> {
    const params = { steps, waits_at: waitsAt };
    return WatchedTraining.start(server, id, { recipe: "language-model", params });
  }

  /** Up to a step, each loss is that of the training that was never interrupted. */
  function expectSameLosses(training: WatchedTraining, lastStep: number): void {
    const losses = training.losses();
    expect([...losses.keys()].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: lastStep }, (_, i) => i + 1),
    );
    for (const [step, loss] of losses) {
      expect(Math.abs(loss - (uninterrupted.get(step) ?? Number.NaN)), `step ${step}`).toBeLessThan(1e-6);
    }
  }

  it("saves, pauses with its process gone, goes on, outlives two crashes of the server, and loses nothing of its curve", async () => {
    const training = await start("paused", "30,45,70");
    await training.untilStep(30);
    await training.obeys("checkpoint");
    await training.untilStep(45);
    const first = await training.processId(1);
    await training.obeys("pause");
    const resting = await training.untilRecord(({ attempts }) => attempts?.[0]?.checked_at !== undefined);
    expect(resting).toMatchObject({ status: "paused", attempts: [{ exit_code: 0, is_clean: true }] });
    expect(stillAlive([first])).toEqual([]);

    await server.killAndRestart();
    await training.obeys("resume");
    await training.untilStep(70);
    const second = await training.processId(2);
    await server.killAndRestart();
    expect(stillAlive([second])).toEqual([second]);
    await training.obeys("checkpoint");
    await training.untilStatus("completed");
    const ended = await training.untilRecord(({ attempts }) => attempts?.[1]?.checked_at !== undefined);
    expect(ended.attempts).toMatchObject([
      { attempt: 1, ended_by: "itself" },
      {
        attempt: 2,
        ended_by: "itself",
        resumed_from: "checkpoints/step-45.pt",
        resumed_at_step: 45,
        is_clean: true,
      },
    ]);
    expectSameLosses(training, steps);
  });

  it("is cancelled, and nothing of it is left", async () => {
    const training = await start("cancelled", "30");
    await training.untilStep(30);
    const process = await training.processId(1);
    await training.obeys("cancel");
    const ended = await training.untilRecord(({ attempts }) => attempts?.[0]?.checked_at !== undefined);
    expect(ended).toMatchObject({ status: "cancelled", attempts: [{ ended_by: "itself", is_clean: true }] });
    expect(stillAlive([process])).toEqual([]);
  });

  it("that is killed at step 212 is paused with the reason, and goes on from checkpoint 200", async () => {
    const training = await start("killed", "212");
    await training.untilStep(212);
    process.kill(await training.processId(1), "SIGKILL");
    const paused = await training.untilStatus("paused");
    expect(paused.data.details.event?.reason).toMatch(/^attempt 1 .*(KILL|137)/);
    await training.obeys("resume");
    await training.untilStep(212);
    await training.obeys("cancel");
    const { attempts } = await training.untilRecord(
      (record) => record.attempts?.[1]?.checked_at !== undefined,
    );
    expect(attempts).toMatchObject([
      { exit_code: 137 },
      { resumed_from: "checkpoints/step-200.pt", resumed_at_step: 200 },
    ]);
    expectSameLosses(training, 212);
    const trained = training.updates.flatMap(({ data }) =>
      typeof data.details.loss === "number" ? [[data.attempt, data.details.current_step]] : [],
    );
    expect(trained).toEqual([
      ...Array.from({ length: 212 }, (_, i) => [1, i + 1]),
      ...Array.from({ length: 12 }, (_, i) => [2, 201 + i]),
    ]);
  });
});
