import { createHash, randomBytes } from "node:crypto";
import { renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { testArtifacts } from "../../testing/artifact-place.ts";

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");
const longAgo = new Date("2025-11-06T12:00:00Z");

describe("the hash of an artifact", () => {
  let artifacts: ReturnType<typeof testArtifacts>;
  beforeEach(() => {
    artifacts = testArtifacts();
    return () => artifacts[Symbol.dispose]();
  });

  const write = (path: string, content: string | Buffer, at: Date = longAgo) => {
    artifacts.write({ [path]: content });
    utimesSync(join(artifacts.folder, path), at, at);
  };
  const hashOf = async (path: string) => {
    await using file = await artifacts.place.folders.openFile("run", path);
    return await artifacts.place.hashes.of("run", file);
  };

  it("is its SHA-256, of empty, small and large files", async () => {
    const large = randomBytes(5 * 1024 * 1024 + 7);
    for (const [path, content] of [
      ["empty", ""],
      ["small", "abc"],
      ["large", large],
    ] as const) {
      write(path, content);
      expect(await hashOf(path), path).toBe(sha256(content));
    }
  });

  it("is made once for a file, also over restarts and under another name", async () => {
    write("model.bin", "one");
    const hash = await hashOf("model.bin");
    // The same identity with other bytes: only what was remembered can give the first hash.
    writeFileSync(join(artifacts.folder, "model.bin"), "two");
    utimesSync(join(artifacts.folder, "model.bin"), longAgo, longAgo);
    expect(await hashOf("model.bin")).toBe(hash);
    artifacts.reopen();
    renameSync(join(artifacts.folder, "model.bin"), join(artifacts.folder, "other.bin"));
    expect(await hashOf("other.bin")).toBe(hash);
  });

  it("is made anew when the file was changed or replaced", async () => {
    write("model.bin", "one");
    await hashOf("model.bin");
    write("model.bin", "two", new Date("2025-11-07T12:00:00Z"));
    expect(await hashOf("model.bin")).toBe(sha256("two"));
    write("next", "new");
    renameSync(join(artifacts.folder, "next"), join(artifacts.folder, "model.bin"));
    expect(await hashOf("model.bin")).toBe(sha256("new"));
  });

  it("is not remembered of a file so fresh that it may change without a trace", async () => {
    write("fresh.bin", "one", new Date(Date.now() + 1000));
    await hashOf("fresh.bin");
    expect((await artifacts.place.records.get("run")).hashes).toEqual({});
  });

  it("is refused of a file that changes while it is read, and closes what it opened", async () => {
    write("growing.bin", "one");
    const file = await artifacts.place.folders.openFile("run", "growing.bin");
    artifacts.write({ "growing.bin": "one and more" });
    await expect(artifacts.place.hashes.of("run", file)).rejects.toMatchObject({ code: "artifact_changed" });
    await file[Symbol.asyncDispose]();
    expect(await hashOf("growing.bin")).toBe(sha256("one and more"));
  });

  it("is made once for many that ask at the same time", async () => {
    write("large.bin", randomBytes(3 * 1024 * 1024));
    const hashes = await Promise.all(Array.from({ length: 20 }, () => hashOf("large.bin")));
    expect(new Set(hashes).size).toBe(1);
  });
});
