/// <reference types="node" />
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check } from "./check.ts";
import { copyProtocol, type ProtocolCopy } from "./testing/protocol-copy.ts";

let copy: ProtocolCopy;
let tarball: string;

beforeAll(async () => {
  copy = copyProtocol();
  await copy.commit("as it is");
  const packed = await execa("npm", ["pack", "--silent", "--pack-destination", copy.folder], {
    cwd: join(copy.folder, "packages/protocol"),
  });
  tarball = join(copy.folder, packed.stdout.trim());
  copy.edit("src/viewer-messages.ts", "after_seq: Seq.optional()", "after_seq: Seq");
});
afterAll(() => copy[Symbol.dispose]());

/** A commit of the same tree whose first seven digits are all decimal ones: one in 27 is. */
async function numericCommit(cwd: string): Promise<string> {
  for (let number = 0; number < 2000; number += 1) {
    const env = {
      GIT_AUTHOR_NAME: "t",
      GIT_AUTHOR_EMAIL: "t@example.com",
      GIT_COMMITTER_NAME: "t",
      GIT_COMMITTER_EMAIL: "t@example.com",
    };
    const made = await execa("git", ["commit-tree", "HEAD^{tree}", "-m", String(number)], { cwd, env });
    const beginning = made.stdout.slice(0, 7);
    if (/^\d+$/.test(beginning)) return beginning;
  }
  return expect.unreachable("no commit of 2000 began with seven decimal digits");
}

describe("a version", { timeout: 60_000 }, () => {
  it.each([
    ["a git ref", () => "HEAD"],
    [
      "a commit's beginning",
      async () => (await execa("git", ["rev-parse", "--short", "HEAD"], { cwd: copy.folder })).stdout,
    ],
    ["a commit's beginning that is a number", () => numericCommit(copy.folder)],
    ["a packed package", () => tarball],
    ["a package as npm finds it", () => `npm:file:${tarball}`],
    ["a folder", () => join(copy.folder, "packages/protocol")],
  ])("is read from %s", async (kind, name) => {
    const { messages, changes } = await check({ from: await name(), to: copy.folder, home: copy.folder });
    expect(messages).toBeGreaterThan(25);
    const ids = changes.map(({ id }) => id);
    expect(ids).toEqual(kind === "a folder" ? [] : ["subscribe_training/after_seq/became_required"]);
  });

  it("is broken for those who wrote it, with the smallest message that shows it", async () => {
    const { changes, isGood, needed } = await check({ from: "HEAD", to: copy.folder, home: copy.folder });
    expect({ isGood, needed }).toEqual({ isGood: false, needed: "major" });
    expect(changes[0]?.impacts).toMatchObject([
      {
        direction: "old_to_new",
        who: "old viewer → new server",
        witness: expect.stringMatching(/^\{"type":"subscribe_training","train_id":"."\}$/),
      },
    ]);
  });
});
