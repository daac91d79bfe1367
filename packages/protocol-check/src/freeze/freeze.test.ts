/// <reference types="node" />
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { copyProtocol } from "../testing/protocol-copy.ts";
import { openVersion } from "../version/open-version.ts";
import { freeze } from "./freeze.ts";
import { violations } from "./hashes.ts";

describe("a frozen release", () => {
  it("gives the same bytes wherever it is frozen", async () => {
    using one = copyProtocol();
    using two = copyProtocol();
    for (const home of [one.folder, two.folder]) await freeze({ name: "0.9", home, replace: true });
    const sums = (folder: string) => violations(join(folder, "packages/protocol"));
    expect([sums(one.folder), sums(two.folder)]).toEqual([[], []]);
    const [first, second] = [one, two].map(({ folder }) =>
      readFileSync(join(folder, "packages/protocol/spec/releases/SHA256SUMS"), "utf8"),
    );
    expect(first).toBe(second);
    expect(first).toContain("0.9/schema/parser.mjs");
  });

  it("is read without any source", async () => {
    using copy = copyProtocol();
    rmSync(join(copy.folder, "packages/protocol/src"), { recursive: true });
    rmSync(join(copy.folder, "packages/protocol/dist"), { recursive: true });
    const surface = await openVersion("0.9", copy.folder);
    const ping = surface.messages.get("ping");
    expect(ping?.read('{"type":"ping","id":1}')).toEqual({
      kind: "message",
      message: { type: "ping", id: 1 },
    });
    expect(ping?.corpus.length).toBeGreaterThan(5);
  });

  it("is found edited, grown or shrunk", () => {
    using copy = copyProtocol();
    const root = join(copy.folder, "packages/protocol");
    const release = join(root, "spec/releases/0.9");
    writeFileSync(join(release, "clauses/clauses.json"), "{}");
    writeFileSync(join(release, "more.json"), "{}");
    rmSync(join(release, "release.json"));
    expect(violations(root).sort()).toEqual([
      "0.9/clauses/clauses.json was edited",
      "0.9/more.json was added",
      "0.9/release.json was removed",
    ]);
  });
});
