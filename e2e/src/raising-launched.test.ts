import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { python } from "./harness/program.ts";
import { temporaryFolder } from "./harness/recipe-folder.ts";
import { repository, ServerProcess } from "./harness/server-process.ts";
import { WatchedTraining } from "./harness/watched-training.ts";

const recipe = {
  title: "Raises",
  launcher: "process",
  cwd: repository,
  command: [python, "e2e/src/trainers/raises.py", "{how}"],
  env: { PYTHONPATH: "sdks/python/src" },
  parameters: { how: { type: "text" } },
};

describe("a trainer with the Python SDK that raises at step 15, with a checkpoint of step 10", () => {
  const recipes = temporaryFolder("recipes");
  let server: ServerProcess;

  beforeAll(async () => {
    writeFileSync(join(recipes.path, "pauses.yaml"), stringify(recipe));
    writeFileSync(join(recipes.path, "retries.yaml"), stringify({ ...recipe, on_crash: "retry" }));
    const options = ["--no-demo", "--recipes", recipes.path, "--max-trainings", "3"];
    server = await ServerProcess.start(...options);
  });

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    recipes[Symbol.dispose]();
  });

  it.each([
    ["raise", 1],
    ["exit", 3],
    ["unfinished", 1],
  ])("by %s is tried again from there where its recipe says so, and completes", async (how, code) => {
    const training = await WatchedTraining.start(server, `retry-${how}`, {
      recipe: "retries",
      params: { how },
    });
    await training.untilStatus("completed");
    const { attempts } = await training.untilRecord(
      ({ attempts: all }) => all?.[1]?.checked_at !== undefined,
    );
    expect(attempts).toMatchObject([
      { attempt: 1, ended_by: "itself", exit_code: code },
      { attempt: 2, ended_by: "itself", exit_code: 0, resumed_from: "step-10.txt", resumed_at_step: 10 },
    ]);
    const steps = training.reports.flatMap(({ current_step: step }) => step ?? []);
    expect(steps).toEqual([...range(1, 15), ...range(11, 20)]);
  });

  it("is paused otherwise, and its record says why", async () => {
    const training = await WatchedTraining.start(server, "pauses", {
      recipe: "pauses",
      params: { how: "raise" },
    });
    const told = await training.until("why it raised", ({ data }) => data.details.reason !== undefined);
    expect(told.data.details.reason).toBe("ValueError: the batch is empty");
    const paused = await training.untilRecord(({ status }) => status === "paused");
    expect(paused.reason).toBe("attempt 1 ended with exit code 1: ValueError: the batch is empty");
    await training.obeys("resume");
    await training.untilStatus("completed");
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
