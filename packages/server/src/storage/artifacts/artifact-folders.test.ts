import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { beforeEach, describe, expect, it } from "vitest";
import { testArtifacts } from "../../testing/artifact-place.ts";
import { FileSlice } from "./file-slice.ts";
import { walk } from "./walk.ts";

describe("the folder of a training's artifacts", () => {
  let artifacts: ReturnType<typeof testArtifacts>;
  beforeEach(() => {
    artifacts = testArtifacts();
    artifacts.write({ "model.bin": "inside", "checkpoints/step-1.pt": "one" });
    writeFileSync(join(artifacts.dataFolder, "secret"), "outside");
    return () => artifacts[Symbol.dispose]();
  });

  const read = async (path: string) => {
    const file = await artifacts.place.folders.openFile("run", path);
    return (await buffer(new FileSlice(file, { start: 0, end: file.bytes - 1 }))).toString();
  };
  const listed = async () => {
    await using folder = await artifacts.place.folders.find("run");
    const paths: string[] = [];
    if (folder) for await (const { path } of walk(folder)) paths.push(path);
    return paths;
  };
  const link = (target: string, path: string) => symlinkSync(target, join(artifacts.folder, path));

  it("gives its files, by path", async () => {
    expect(await listed()).toEqual(["checkpoints/step-1.pt", "model.bin"]);
    expect(await read("checkpoints/step-1.pt")).toBe("one");
  });

  it("a name that leads out of it is not found", async () => {
    for (const path of [
      "../../../secret",
      "..",
      ".",
      "",
      "/etc/passwd",
      "checkpoints/../model.bin",
      "a\0b",
    ]) {
      await expect(read(path), path).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("a symbolic link is not followed: as a file, as a folder on the way, as the folder itself", async () => {
    link(join(artifacts.dataFolder, "secret"), "link.bin");
    link(artifacts.dataFolder, "data");
    link("model.bin", "alias.bin");
    for (const path of ["link.bin", "data/secret", "alias.bin"]) {
      await expect(read(path), path).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await listed()).toEqual(["checkpoints/step-1.pt", "model.bin"]);
    renameSync(artifacts.folder, `${artifacts.folder}-moved`);
    symlinkSync(artifacts.dataFolder, artifacts.folder);
    await expect(read("secret")).rejects.toMatchObject({ code: "not_found" });
    expect(await listed()).toEqual([]);
  });

  it("unfinished files, folders, pipes and what lies too deep are not found", async () => {
    artifacts.write({ ".partial": "x", ".tmp/file": "x", "a/.b/c": "x" });
    execFileSync("mkfifo", [join(artifacts.folder, "pipe")]);
    const deep = Array.from({ length: 17 }, () => "d").join("/");
    artifacts.write({ [deep]: "x" });
    for (const path of [".partial", ".tmp/file", "a/.b/c", "checkpoints", "pipe", deep]) {
      await expect(read(path), path).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await listed()).toEqual(["checkpoints/step-1.pt", "model.bin"]);
  });

  it("a folder whose name is given to a link while it is walked is left where it was", async () => {
    await using folder = await artifacts.place.folders.find("run");
    await using checkpoints = await folder?.folder("checkpoints");
    renameSync(join(artifacts.folder, "checkpoints"), join(artifacts.folder, "moved"));
    mkdirSync(join(artifacts.dataFolder, "other"));
    link(join(artifacts.dataFolder, "other"), "checkpoints");
    expect(await checkpoints?.names()).toEqual(["step-1.pt"]);
  });

  it("a training without one has no artifacts", async () => {
    expect(await artifacts.place.folders.find("other")).toBeUndefined();
    await expect(artifacts.place.folders.openFile("other", "model.bin")).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
