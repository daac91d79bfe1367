import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ArtifactList } from "@trainwire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { withoutImages } from "./harness/conformance.ts";
import { python, pythonHas } from "./harness/program.ts";
import { temporaryFolder } from "./harness/recipe-folder.ts";
import { repository, ServerProcess } from "./harness/server-process.ts";
import { WatchedTraining } from "./harness/watched-training.ts";

const withoutPeft = !pythonHas("peft") && process.env["CI"] === undefined;
if (withoutPeft) console.warn("skipping the LoRA trainer: pip install torch transformers accelerate peft");

/** A folder with both shipped recipes; that of a process runs the tests' Python. */
function loraRecipes() {
  const folder = temporaryFolder("recipes");
  const shipped = (name: string) => join(repository, "recipes", name);
  const recipe = parse(readFileSync(shipped("lora.yaml"), "utf8")) as { command: string[]; cwd: string };
  recipe.command[0] = python;
  recipe.cwd = repository;
  writeFileSync(join(folder.path, "lora.yaml"), stringify(recipe));
  copyFileSync(shipped("lora-docker.yaml"), join(folder.path, "lora-docker.yaml"));
  return folder;
}

describe("the LoRA trainer, started from its recipes", { timeout: 240_000 }, () => {
  const recipes = loraRecipes();
  let server: ServerProcess;

  beforeAll(async () => {
    server = await ServerProcess.start("--no-demo", "--stop-trainers", "--recipes", recipes.path);
  });

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    recipes[Symbol.dispose]();
  });

  it.skipIf(withoutPeft)("as a process it saves, outlives the server, pauses, goes on, is cancelled", () =>
    obeys("lora"),
  );

  it.skipIf(withoutImages)("in a container it does the same", () => obeys("lora-docker"));

  async function obeys(recipe: string): Promise<void> {
    const params = { steps: 1_000_000, "base-steps": 20 };
    const training = await WatchedTraining.start(server, recipe, { recipe, params });
    await training.untilStep(3);
    await training.obeys("checkpoint");
    await server.killAndRestart();
    await training.untilStep(training.losses().size + 3);

    await training.obeys("pause");
    const resting = await training.untilRecord(({ attempts }) => attempts?.[0]?.checked_at !== undefined);
    const saved = training.reports.findLast(({ checkpoint }) => checkpoint)?.checkpoint;
    expect(resting).toMatchObject({
      status: "paused",
      attempts: [{ ended_by: "itself", exit_code: 0, is_clean: true, processes_left: 0 }],
    });

    await training.obeys("resume");
    const goneOn = await training.until("a further step", ({ data }) => data.details.loss !== undefined);
    expect(goneOn.data.details.current_step).toBe((saved?.step ?? 0) + 1);
    await training.obeys("cancel");
    const ended = await training.untilRecord(({ attempts }) => attempts?.[1]?.checked_at !== undefined);
    expect(ended).toMatchObject({
      status: "cancelled",
      attempts: [{}, { resumed_from: saved?.path, resumed_at_step: saved?.step, is_clean: true }],
    });
    const steps = [...training.losses().keys()];
    expect(steps).toEqual(Array.from(steps, (_, index) => index + 1));

    const answer = await fetch(`${server.url}/api/v1/trainings/${recipe}/artifacts`);
    const { artifacts } = ArtifactList.parse(await answer.json());
    expect(artifacts.find(({ path }) => path === `${saved?.path}/adapter_model.safetensors`)).toMatchObject({
      kind: "checkpoint",
    });
  }
});
