import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { environmentOf, programOf, readParams } from "../core/recipe.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { RecipeFolder } from "./recipe-folder.ts";

const model = `
title: Small model
launcher: process
command: [train, --steps, "{steps}", '--json={"a": 1}', "--device={device}"]
cwd: ..
env: { SEED: "{seed}" }
pass_env: [HF_HOME, UNSET]
parameters:
  steps: { type: integer, title: Steps, default: 400, min: 1, max: 1000 }
  device: { type: choice, choices: [cpu, cuda] }
  seed: { type: integer, default: 1 }
`;

/** A folder with files, and what is read from it. */
function folderWith(files: Record<string, string>) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
  return Object.assign(folder, { recipes: new RecipeFolder(folder.path) });
}

describe("a folder of recipes", () => {
  it("reads each file as a recipe of its name, parameters in order, defaults filled in", async () => {
    using folder = folderWith({ "small-model.yaml": model, "README.md": "no recipe", ".hidden.yaml": "no" });
    const { recipes, problems } = await folder.recipes.read();
    expect(problems).toEqual([]);
    expect(recipes).toMatchObject([
      {
        name: "small-model",
        file: {
          gpus: 0,
          keep_checkpoints: 3,
          on_crash: "pause",
          timeouts: {},
          grace: { cancel_seconds: 30, term_seconds: 10 },
          parameters: [
            { name: "steps", title: "Steps" },
            { name: "device", title: "device" },
            { name: "seed" },
          ],
        },
      },
    ]);
  });

  it("fills in arguments and environment, and never through a shell", async () => {
    using folder = folderWith({ "small-model.yaml": model });
    const [recipe] = (await folder.recipes.read()).recipes;
    if (!recipe) throw new TypeError("no recipe");
    const params = readParams(recipe, { device: "cpu", steps: 5 });
    expect(programOf(recipe, params)).toEqual({
      launcher: "process",
      command: ["train", "--steps", "5", '--json={"a": 1}', "--device=cpu"],
      cwd: `${folder.path}/..`,
    });
    expect(environmentOf(recipe, params, { HF_HOME: "/hf", SECRET: "no" })).toEqual({
      HF_HOME: "/hf",
      SEED: "1",
    });
  });

  it("names what is wrong with the parameters of a start", async () => {
    using folder = folderWith({ "small-model.yaml": model });
    const [recipe] = (await folder.recipes.read()).recipes;
    if (!recipe) throw new TypeError("no recipe");
    const wrong: [unknown, RegExp][] = [
      [{}, /device/],
      [{ device: "tpu" }, /device: must be one of cpu, cuda/],
      [{ device: "cpu", steps: 0 }, /steps/],
      [{ device: "cpu", steps: "5" }, /steps/],
      [{ device: "cpu", other: 1 }, /other/],
    ];
    for (const [params, message] of wrong) {
      expect(() => readParams(recipe, params)).toThrow(
        expect.objectContaining({ code: "bad_params", message: expect.stringMatching(message) }),
      );
    }
  });

  it("names the file and the field of what is no recipe, and keeps the others", async () => {
    const change = (from: string, to: string) => model.replace(from, to);
    using folder = folderWith({
      "good.yaml": model,
      "Bad Name.yaml": model,
      "broken.yaml": "title: [",
      "a.yaml": change("min: 1", "min: one"),
      "b.yaml": change("default: 400", "default: 4000"),
      "c.yaml": change("{device}", "{gpu}"),
      "d.yaml": change("launcher: process", "launcher: rocket"),
      "e.yaml": `${model}\nunknown: 1\n`,
      "f.yaml": change("choices: [cpu, cuda]", "default: cpu"),
      "g.yaml": change("SEED", "TRAINWIRE_TOKEN"),
      "huge.yaml": `# ${"x".repeat(70_000)}`,
    });
    const { recipes, problems } = await folder.recipes.read();
    expect(recipes.map(({ name }) => name)).toEqual(["good"]);
    const expected: [string, RegExp][] = [
      ["Bad Name.yaml", /name/],
      ["a.yaml", /parameters\.steps\.min/],
      ["b.yaml", /parameters\.steps\.default/],
      ["broken.yaml", /line 1/],
      ["c.yaml", /command\.4: \{gpu\} is no parameter/],
      ["d.yaml", /launcher/],
      ["e.yaml", /unknown/],
      ["f.yaml", /parameters\.device\.choices/],
      ["g.yaml", /env\.TRAINWIRE_TOKEN/],
      ["huge.yaml", /larger/],
    ];
    expect(problems).toEqual(
      expected.map(([file, message]) => ({ file, message: expect.stringMatching(message) })),
    );
  });

  it("sees at the next look what was added, changed and removed, and keeps what was not", async () => {
    using folder = folderWith({ "one.yaml": model, "two.yaml": model });
    const [first] = (await folder.recipes.read()).recipes;
    writeFileSync(join(folder.path, "two.yaml"), model.replace("Small model", "Changed model"));
    writeFileSync(join(folder.path, "three.yaml"), model);
    const { recipes } = await folder.recipes.read();
    expect(recipes.map(({ name, file }) => [name, file.title])).toEqual([
      ["one", "Small model"],
      ["three", "Small model"],
      ["two", "Changed model"],
    ]);
    expect(recipes[0]).toBe(first);
    rmSync(folder.path, { recursive: true });
    expect(await folder.recipes.read()).toMatchObject({ recipes: [], problems: [{ message: /ENOENT/ }] });
  });

  it("reads limits of memory as people write them", async () => {
    const docker = (memory: string) =>
      `title: T\nlauncher: docker\nimage: i\nlimits: { memory: ${memory}, cpus: 1.5 }\n`;
    using folder = folderWith({
      "a.yaml": docker("512m"),
      "b.yaml": docker("1.5GiB"),
      "c.yaml": docker("much"),
    });
    const { recipes, problems } = await folder.recipes.read();
    expect(recipes.map((recipe) => programOf(recipe, {}))).toMatchObject([
      { limits: { memoryBytes: 512 * 1024 ** 2, cpus: 1.5 } },
      { limits: { memoryBytes: 1.5 * 1024 ** 3 } },
    ]);
    expect(problems).toMatchObject([{ file: "c.yaml", message: /limits\.memory/ }]);
  });

  it("that is shipped holds recipes alone, and so does the page about them", async () => {
    const repository = join(import.meta.dirname, "../../../..");
    const shipped = await new RecipeFolder(join(repository, "recipes")).read();
    expect(shipped.problems).toEqual([]);
    expect(shipped.recipes.map(({ name }) => name)).toContain("language-model-docker");
    const withGpu = shipped.recipes.filter(({ name }) => name.endsWith("-gpu"));
    expect(withGpu.map(({ name, file }) => [name, file.gpus])).toEqual([
      ["language-model-docker-gpu", 1],
      ["language-model-gpu", 1],
      ["lora-gpu", 1],
    ]);
    const page = readFileSync(join(repository, "docs/recipes.md"), "utf8");
    using shown = folderWith({ "shown.yaml": /```yaml\n([^]*?)```/.exec(page)?.[1] ?? "" });
    expect(await shown.recipes.read()).toMatchObject({ recipes: [{ name: "shown" }], problems: [] });
  });
});
