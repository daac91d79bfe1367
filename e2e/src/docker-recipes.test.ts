import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LogsPage, RecipeList } from "@trainwire/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { withoutImages } from "./harness/conformance.ts";
import { watch } from "./harness/raw-viewers.ts";
import { temporaryFolder } from "./harness/recipe-folder.ts";
import { repository, ServerProcess } from "./harness/server-process.ts";
import { WatchedTraining } from "./harness/watched-training.ts";

const trainings = ["lm", "greedy", "deaf", "missing"];

/** The containers that launchers on this machine have started for a training. */
function containersOf(trainId: string): string[] {
  const list = ["ps", "--all", "--quiet", "--no-trunc", "--filter", `label=trainwire.training=${trainId}`];
  return execFileSync("docker", list, { encoding: "utf8" })
    .split("\n")
    .filter((id) => id !== "");
}

/** A server with these recipes; a test that fails leaves no trainer behind, either. */
function serverWith(recipesFolder: string): Promise<ServerProcess> {
  return ServerProcess.start("--no-demo", "--stop-trainers", "--recipes", recipesFolder);
}

/** A folder with one recipe, of the trainer that goes wrong on purpose. */
function faultyRecipe(name: string, mode: string, more: object) {
  const folder = temporaryFolder("recipes");
  const recipe = {
    title: "Faulty",
    launcher: "docker",
    image: "trainwire/trainer-faulty",
    args: ["--mode", mode, "--interval", "0.05"],
    ...more,
  };
  writeFileSync(join(folder.path, `${name}.yaml`), stringify(recipe));
  return folder;
}

/** The record of a training once an attempt is over, and it was looked at what is left of it. */
function proven(training: WatchedTraining, attempt: number) {
  return training.untilRecord(
    ({ status, attempts }) =>
      !["starting", "running"].includes(status) && attempts?.[attempt - 1]?.checked_at !== undefined,
  );
}

const clean = { launcher: "docker", is_clean: true, processes_left: 0 };

describe.skipIf(withoutImages)("trainings in containers", { timeout: 240_000 }, () => {
  afterEach(() => expect(trainings.flatMap(containersOf)).toEqual([]));

  it("PyTorch starts, saves, outlives the server, pauses with its container gone, goes on, is cancelled", async () => {
    await using server = await serverWith(join(repository, "recipes"));
    const params = { steps: 1_000_000, "batch-size": 4 };
    const training = await WatchedTraining.start(server, "lm", { recipe: "language-model-docker", params });
    const onScreen = watch(server.url, "lm", { format: "envelope" });
    await training.untilStep(5);
    const [container] = containersOf("lm");
    await training.obeys("checkpoint");

    await server.killAndRestart();
    await training.untilStep(training.losses().size + 5);
    expect(containersOf("lm")).toEqual([container]);

    await training.obeys("pause");
    expect(await proven(training, 1)).toMatchObject({
      status: "paused",
      attempts: [{ ...clean, ended_by: "itself", exit_code: 0 }],
    });
    expect(containersOf("lm")).toEqual([]);

    await training.obeys("resume");
    const saved = training.reports.findLast(({ checkpoint }) => checkpoint)?.checkpoint;
    const goneOn = await training.until("a further step", ({ data }) => data.details.loss !== undefined);
    expect(goneOn.data.details.current_step).toBe((saved?.step ?? 0) + 1);
    await training.obeys("cancel");
    const resumed = { ...clean, ended_by: "itself", resumed_from: saved?.path, resumed_at_step: saved?.step };
    expect(await proven(training, 2)).toMatchObject({ status: "cancelled", attempts: [{}, resumed] });

    const steps = [...training.losses().keys()];
    expect(steps).toEqual(Array.from(steps, (_, index) => index + 1));
    const { lines, ends } = await onScreen;
    expect([lines.length, ends]).toEqual([training.updates.length, 1]);
    const log = await fetch(`${server.url}/api/v1/trainings/lm/logs?attempt=1&after=0`);
    expect(LogsPage.parse(await log.json())).toMatchObject({
      ended: true,
      text: expect.stringMatching(/\S/),
    });
    expect(existsSync(join(server.folder, "runs/lm/artifacts", saved?.path ?? "none"))).toBe(true);
  });

  it("one that takes more memory than its limit is ended, and named for what it was", async () => {
    using recipes = faultyRecipe("greedy", "out-of-memory", { limits: { memory: "128MiB" } });
    await using server = await serverWith(recipes.path);
    const training = await WatchedTraining.start(server, "greedy", { recipe: "greedy", params: {} });
    expect(await proven(training, 1)).toMatchObject({
      status: "failed",
      reason: expect.stringMatching(/^attempt 1 ran out of memory \(/),
      attempts: [{ ...clean, out_of_memory: true, exit_code: 137 }],
    });
  });

  it("one that ignores cancel is ended by KILL, and the record says so", async () => {
    using recipes = faultyRecipe("deaf", "ignores-term", { grace: { cancel_seconds: 1, term_seconds: 1 } });
    await using server = await serverWith(recipes.path);
    const training = await WatchedTraining.start(server, "deaf", { recipe: "deaf", params: {} });
    await training.untilStep(3);
    await training.tell("cancel");
    const attempts = [{ ...clean, ended_by: "KILL" }];
    expect(await proven(training, 1)).toMatchObject({ status: "cancelled", attempts });
  });

  it("a recipe whose image is missing is offered as unavailable, with what to do, and not started", async () => {
    using recipes = faultyRecipe("missing", "crash", { image: "trainwire/no-such-image" });
    await using server = await serverWith(recipes.path);
    const offered = RecipeList.parse(await (await fetch(`${server.url}/api/v1/recipes`)).json());
    expect(offered.recipes).toMatchObject([
      { name: "missing", unavailable: expect.stringContaining("docker pull trainwire/no-such-image") },
    ]);
    const start = WatchedTraining.start(server, "missing", { recipe: "missing", params: {} });
    await expect(start).rejects.toThrow("recipe_unavailable");
  });
});
