import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeArtifacts } from "../../testing/artifact-place.ts";
import { type ArtifactServer, artifactServer } from "../../testing/artifact-server.ts";
import { cuttingProxy } from "../../testing/cutting-proxy.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { bearer, tokenServer } from "../../testing/token-server.ts";
import { RemoteArtifacts } from "./artifact-source.ts";
import { downloadArtifact } from "./download-artifact.ts";

const megabyte = 1024 * 1024;
const content = randomBytes(8 * megabyte);
const partialOf = (path: string) =>
  `${path}.${createHash("sha256").update(content).digest("hex").slice(0, 12)}.partial`;

describe("the download of an artifact", () => {
  let server: ArtifactServer;
  let to: ReturnType<typeof temporaryFolder>;
  beforeEach(async () => {
    server = await artifactServer();
    to = temporaryFolder();
    server.write({ "models/späte 1.bin": content });
  });
  afterEach(async () => {
    to[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  const path = "models/späte 1.bin";
  const from = (url: string) => new RemoteArtifacts({ server: url, token: undefined, trainId: "run" });
  const target = () => join(to.path, path);
  const download = async (url = server.url) => {
    let bytes = 0;
    const options = {
      to: to.path,
      retryMs: 1,
      maxFailures: 3,
      onBytes: (count: number) => void (bytes += count),
    };
    return [await downloadArtifact(from(url), path, options), bytes];
  };

  it("writes it under its path, leaves nothing beside it, and keeps it the next time", async () => {
    expect(await download()).toEqual(["fetched", content.length]);
    expect(readFileSync(target()).equals(content)).toBe(true);
    expect(readdirSync(join(to.path, "models"))).toEqual(["späte 1.bin"]);
    expect(await download()).toEqual(["kept", content.length]);
  });

  it("goes on where it was cut off, each time", async () => {
    await using proxy = await cuttingProxy(server.url, { afterBytes: 2 * megabyte, times: 3 });
    expect(await download(proxy.url)).toEqual(["fetched", content.length]);
    expect(proxy.cuts()).toBe(3);
    expect(readFileSync(target()).equals(content)).toBe(true);
  });

  it("gives up when it is cut off again and again without a byte between", async () => {
    await using proxy = await cuttingProxy(server.url, { afterBytes: 0, times: Infinity });
    await expect(download(proxy.url)).rejects.toThrow("fetch failed");
  });

  it("goes on with what an earlier process has left, and begins anew with what is too long", async () => {
    mkdirSync(join(to.path, "models"));
    const partial = join(to.path, partialOf(path));
    writeFileSync(partial, content.subarray(0, 3 * megabyte));
    expect(await download()).toEqual(["fetched", content.length]);
    writeFileSync(target(), "another");
    writeFileSync(partial, Buffer.concat([content, content]));
    expect(await download()).toEqual(["fetched", content.length]);
    expect(readFileSync(target()).equals(content)).toBe(true);
  });

  it("does not show what arrived damaged", async () => {
    mkdirSync(join(to.path, "models"));
    writeFileSync(join(to.path, partialOf(path)), "not how it begins");
    await expect(download()).rejects.toThrow("arrived damaged");
    expect(readdirSync(join(to.path, "models"))).toEqual([]);
  });

  it("of one that is not there, or of no training, fails with what the server says", async () => {
    const fetchIt = (trainId: string) =>
      downloadArtifact(new RemoteArtifacts({ server: server.url, token: undefined, trainId }), "none", {
        to: to.path,
      });
    await expect(fetchIt("run")).rejects.toMatchObject({ code: "not_found" });
    await expect(fetchIt("nobody")).rejects.toMatchObject({ code: "unknown_training" });
    await expect(from(server.url).list()).resolves.toHaveLength(1);
  });

  it("shows its token", async () => {
    await using guarded = await tokenServer();
    await guarded.publish("run", { loss: 1 }, bearer(guarded.tokens.publisher));
    writeArtifacts(guarded.dataFolder, "run", { "a.bin": "a" });
    const as = (token: string | undefined) =>
      new RemoteArtifacts({ server: guarded.url, token, trainId: "run" }).list();
    await expect(as(undefined)).rejects.toMatchObject({ code: "unauthorized" });
    await expect(as(guarded.tokens.publisher)).rejects.toMatchObject({ code: "forbidden" });
    expect(await as(guarded.tokens.reader)).toHaveLength(1);
  });
});
