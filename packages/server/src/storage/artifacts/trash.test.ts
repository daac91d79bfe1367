import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { Folder } from "./folder.ts";
import { Trash } from "./trash.ts";

it("frees files, links and folders however deep, also when asked twice at once", async () => {
  using runs = temporaryFolder();
  using other = temporaryFolder();
  writeFileSync(join(other.path, "kept"), "x");
  const deep = join(runs.path, "run", ...Array.from({ length: 300 }, () => "d"));
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(deep, "file"), "x");
  symlinkSync(other.path, join(deep, "link"));
  mkdirSync(join(runs.path, "second/empty"), { recursive: true });
  const trash = new Trash(runs.path);
  {
    await using folder = await Folder.open(runs.path);
    for (const name of ["run", "second"]) await trash.take(folder, name);
  }
  expect(readdirSync(runs.path)).toEqual([".removed"]);
  await Promise.all([trash.empty(), trash.empty(), trash.empty()]);
  expect(readdirSync(join(runs.path, ".removed"))).toEqual([]);
  expect(existsSync(join(other.path, "kept"))).toBe(true);
});

it("has nothing to free before anything was removed", async () => {
  using runs = temporaryFolder();
  await new Trash(runs.path).empty();
  expect(readdirSync(runs.path)).toEqual([]);
});
