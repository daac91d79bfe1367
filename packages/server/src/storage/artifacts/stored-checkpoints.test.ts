import { createHash } from "node:crypto";
import { readdirSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { testArtifacts } from "../../testing/artifact-place.ts";

const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");

describe("the checkpoints of a training", () => {
  let artifacts: ReturnType<typeof testArtifacts>;
  beforeEach(() => {
    artifacts = testArtifacts();
    return () => artifacts[Symbol.dispose]();
  });
  const { verify, newest, keep } = {
    verify: (path: string, step: number) => artifacts.place.checkpoints.verify("run", { path, step }),
    newest: () => artifacts.place.checkpoints.newest("run"),
    keep: (count: number) => artifacts.place.checkpoints.keep("run", count),
  };
  const report = async (step: number) => {
    const path = `checkpoints/step-${step}.pt`;
    artifacts.write({ [path]: `state ${step}` });
    await verify(path, step);
  };

  it("are verified: what is there is told with its size and hash, what is not is undefined", async () => {
    artifacts.write({ "checkpoints/step-5.pt": "five" });
    expect(await verify("checkpoints/step-5.pt", 5)).toEqual({
      path: "checkpoints/step-5.pt",
      step: 5,
      bytes: 4,
      sha256: sha256("five"),
    });
    expect(await verify("checkpoints/step-6.pt", 6)).toBeUndefined();
  });

  it("may be folders, whose hash is that of what sha256sum says of their files", async () => {
    artifacts.write({
      "checkpoint-5/b/state.pt": "b",
      "checkpoint-5/a.json": "a",
      "checkpoint-5/.partial": "x",
    });
    const lines = `${sha256("a")}  a.json\n${sha256("b")}  b/state.pt\n`;
    expect(await verify("checkpoint-5", 5)).toMatchObject({ bytes: 2, sha256: sha256(lines) });
    expect((await newest())?.path).toBe("checkpoint-5");
    artifacts.write({ "checkpoint-5/a.json": "A" });
    expect(await newest()).toBeUndefined();
  });

  it("the newest that still is what it was is what a run resumes from, also after a restart", async () => {
    for (const step of [1, 2, 3]) await report(step);
    artifacts.reopen();
    expect((await newest())?.step).toBe(3);
    writeFileSync(join(artifacts.folder, "checkpoints/step-3.pt"), "state X");
    expect((await newest())?.step).toBe(2);
  });

  it("all but the newest few are removed, whether files or folders, and forgotten", async () => {
    artifacts.write({ "checkpoints/folder/deep/state.pt": "state 0" });
    await verify("checkpoints/folder", 0);
    for (const step of [1, 2, 3]) await report(step);
    artifacts.write({ "checkpoints/unreported.pt": "x" });
    await keep(2);
    const left = ["step-2.pt", "step-3.pt", "unreported.pt"];
    expect(readdirSync(join(artifacts.folder, "checkpoints"))).toEqual(left);
    expect((await artifacts.place.records.get("run")).checkpoints.map(({ step }) => step)).toEqual([2, 3]);
    expect(readdirSync(join(artifacts.dataFolder, "runs/.removed"))).toEqual([]);
  });

  it("what is gone already, or lies behind a link, is not removed", async () => {
    for (const step of [1, 2, 3]) await report(step);
    unlinkSync(join(artifacts.folder, "checkpoints/step-1.pt"));
    const moved = join(artifacts.dataFolder, "moved");
    renameSync(join(artifacts.folder, "checkpoints"), moved);
    symlinkSync(moved, join(artifacts.folder, "checkpoints"));
    await keep(1);
    expect(readdirSync(moved)).toEqual(["step-2.pt", "step-3.pt"]);
    expect(await newest()).toBeUndefined();
  });
});
