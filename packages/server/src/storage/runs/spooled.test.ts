import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { limits } from "@trainwire/protocol";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { type SpoolBounds, spooled } from "./spooled.ts";

/** A run folder with a spool. */
function newSpool() {
  const folder = temporaryFolder();
  const path = join(folder.path, "spool");
  mkdirSync(join(path, "run", "producer"), { recursive: true });
  return Object.assign(folder, {
    spool: path,
    left: (name: string, text: string) => writeFileSync(join(path, "run", "producer", name), text),
    names: () => readdirSync(join(path, "run", "producer")).sort(),
    taken: async (bounds?: SpoolBounds) => {
      const parts: string[] = [];
      for await (const part of spooled(path, bounds)) parts.push(part);
      return parts;
    },
  });
}

describe("what trainers left in a spool", () => {
  it("is taken in by file, without a line that was cut short, and removed", async () => {
    using it = newSpool();
    it.left("2.ndjson", "three\n");
    it.left("1.ndjson", "one\ntwo\n{cut");
    it.left("spool.json", "{}");
    expect(await it.taken()).toEqual(["one\ntwo", "three"]);
    expect(it.names()).toEqual(["spool.json"]);
    expect(await it.taken()).toEqual([]);
  });

  it("stays where it could not be stored", async () => {
    using it = newSpool();
    it.left("1.ndjson", "one\n");
    it.left("2.ndjson", "two\n");
    for await (const part of spooled(it.spool)) if (part === "two") break;
    expect(it.names()).toEqual(["2.ndjson"]);
  });

  it("is read through no link, be it to itself or to elsewhere", async () => {
    using elsewhere = newSpool();
    elsewhere.left("secret.ndjson", "secret\n");
    using it = newSpool();
    it.left("1.ndjson", "one\n");
    for (const name of ["a", "b", "c", "d"]) symlinkSync(".", join(it.spool, name));
    symlinkSync(elsewhere.spool, join(it.spool, "x"));
    symlinkSync(join(elsewhere.spool, "run", "producer", "secret.ndjson"), join(it.spool, "y.ndjson"));
    expect(await it.taken()).toEqual(["one"]);
    expect(elsewhere.names()).toEqual(["secret.ndjson"]);
  });

  it("is none where the spool itself is a link", async () => {
    using elsewhere = newSpool();
    elsewhere.left("secret.ndjson", "secret\n");
    using folder = temporaryFolder();
    symlinkSync(elsewhere.spool, join(folder.path, "spool"));
    for await (const part of spooled(join(folder.path, "spool"))) expect(part).toBeUndefined();
    expect(elsewhere.names()).toEqual(["secret.ndjson"]);
  });

  it("comes as many lines at a time as a request may have, none halved or lost", async () => {
    using it = newSpool();
    const lines = Array.from({ length: 100_000 }, (_, index) => `${index} €`);
    it.left("1.ndjson", `${lines.join("\n")}\n`);
    const parts = await it.taken();
    expect(Math.max(...parts.map((part) => part.split("\n").length))).toBeLessThanOrEqual(
      limits.maxIngestRecords,
    );
    expect(parts.flatMap((part) => part.split("\n"))).toEqual(lines);
  });

  it("goes on behind a line that is longer than a request", async () => {
    using it = newSpool();
    it.left("1.ndjson", `first\n${"x".repeat(2 * limits.maxIngestBytes)}\nlast\n`);
    const lines = (await it.taken()).flatMap((part) => part.split("\n"));
    expect([lines.at(0), lines.at(-1)]).toEqual(["first", "last"]);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(limits.maxIngestBytes);
  });

  it("is taken in up to bounds, and the rest the next time", async () => {
    using it = newSpool();
    for (const name of ["1", "2", "3"]) it.left(`${name}.ndjson`, `${name}\n`);
    it.left("4.ndjson", "large\n");
    expect(await it.taken({ files: 2, bytes: 100 })).toEqual(["1", "2"]);
    expect(await it.taken({ files: 2, bytes: 2 })).toEqual(["3"]);
    expect(it.names()).toEqual(["4.ndjson"]);
  });
});
