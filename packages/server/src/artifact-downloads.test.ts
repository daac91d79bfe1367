import { createHash, randomBytes } from "node:crypto";
import { appendFileSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { Parser } from "tar";
import { describe, expect, it } from "vitest";
import { writeArtifacts } from "./testing/artifact-place.ts";
import { artifactServer } from "./testing/artifact-server.ts";
import { bearer, tokenServer } from "./testing/token-server.ts";

const megabyte = 1024 * 1024;
/** More than sockets and streams hold: a reader that rests keeps the server from reading on. */
const large = randomBytes(32 * megabyte);
const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("hex");

/** Begins a download and rests after its head. */
function begin(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (answer) => resolve(answer.pause())).once("error", reject);
  });
}

/** What a tar file holds. */
async function unpack(tar: Readable): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const parser = new Parser({ strict: true });
  parser.on("entry", (entry) => {
    const chunks: Buffer[] = [];
    entry.on("data", (chunk: Buffer) => chunks.push(chunk));
    entry.on("end", () => {
      files[entry.path] = Buffer.concat(chunks).toString();
    });
  });
  await pipeline(tar, parser as unknown as NodeJS.WritableStream);
  return files;
}

describe("a download that is under way", () => {
  const start = async () => {
    const server = await artifactServer({ answerStallSeconds: 60 });
    server.write({ "model.bin": large });
    const url = `${server.url}/api/v1/trainings/run/artifacts/model.bin`;
    return { server, answer: await begin(url) };
  };

  it("gives what it began with after the file was replaced, and after it was removed", async () => {
    for (const change of [
      (file: string) => {
        writeFileSync(`${file}.next`, "new");
        renameSync(`${file}.next`, file);
      },
      (file: string) => unlinkSync(file),
    ]) {
      const { server, answer } = await start();
      await using _ = server;
      change(join(server.folder, "model.bin"));
      expect(sha256(await buffer(answer))).toBe(sha256(large));
    }
  });

  it("ends before its end when the file is written to in place", async () => {
    for (const change of [
      (file: string) => appendFileSync(file, "more"),
      (file: string) => truncateSync(file, megabyte),
    ]) {
      const { server, answer } = await start();
      await using _ = server;
      change(join(server.folder, "model.bin"));
      await expect(buffer(answer)).rejects.toMatchObject({ code: "ECONNRESET" });
      await expect.poll(server.openFiles).toEqual([]);
    }
  });

  it("lets go of its file when its reader leaves, and when it takes nothing for long", async () => {
    await using server = await artifactServer({ answerStallSeconds: 0.3 });
    server.write({ "model.bin": large });
    const url = `${server.url}/api/v1/trainings/run/artifacts/model.bin`;
    for (const leave of [(answer: IncomingMessage) => answer.destroy(), () => undefined]) {
      const answer = await begin(url);
      expect(server.openFiles()).toHaveLength(1);
      leave(answer);
      await expect.poll(server.openFiles, { timeout: 5000 }).toEqual([]);
      answer.destroy();
    }
  });

  it("is whole for each of a hundred at once", async () => {
    await using server = await artifactServer();
    const content = large.subarray(0, 3 * megabyte);
    server.write({ "model.bin": content });
    const sums = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const answer = await server.ask("model.bin");
        return [answer.headers.get("etag"), sha256(Buffer.from(await answer.arrayBuffer()))];
      }),
    );
    expect(new Set(sums.flat())).toEqual(new Set([`"${sha256(content)}"`, sha256(content)]));
    await expect.poll(server.openFiles).toEqual([]);
  });

  it("is cut when the token that asked for it is revoked", async () => {
    await using server = await tokenServer({ answerStallSeconds: 60 });
    await server.publish("run", { loss: 1 }, bearer(server.tokens.publisher));
    writeArtifacts(server.dataFolder, "run", { "model.bin": large });
    const { tokens: listed } = await (await server.ask("/api/v1/tokens", server.tokens.owner)).json();
    const { token_id } = listed.find((token: { name: string }) => token.name === "reader");
    const url = `${server.url}/api/v1/trainings/run/artifacts/model.bin`;
    const answer = await begin(url, bearer(server.tokens.reader));
    await server.ask(`/api/v1/tokens/${token_id}`, server.tokens.owner, { method: "DELETE" });
    await expect(buffer(answer)).rejects.toMatchObject({ code: "ECONNRESET" });
  });
});

describe("an archive", () => {
  const files = {
    "model.bin": "m".repeat(1000),
    "checkpoints/1.pt": "one",
    "checkpoints/deep/2.pt": "two",
    empty: "",
  };
  const read = async (answer: Response) => unpack(Readable.from([Buffer.from(await answer.arrayBuffer())]));

  it("holds all artifacts, or a folder of them, with the paths that they are listed with", async () => {
    await using server = await artifactServer();
    const long = `${"folder".repeat(20)}/${"späte-nacht-".repeat(9)}.bin`;
    server.write({ ...files, ".part": "x", "checkpoints/.part": "x", [long]: "long" });
    const answer = await server.archive();
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/x-tar",
      "content-disposition": "attachment; filename=run.tar",
    });
    expect(await read(answer)).toEqual({ ...files, [long]: "long" });
    const folder = await server.archive("checkpoints");
    expect(folder.headers.get("content-disposition")).toBe("attachment; filename=run-checkpoints.tar");
    expect(await read(folder)).toEqual({ "checkpoints/1.pt": "one", "checkpoints/deep/2.pt": "two" });
    expect(server.openFiles()).toEqual([]);
  });

  it("of a folder that is none is refused", async () => {
    await using server = await artifactServer();
    server.write(files);
    const codeOf = async (under: string) => (await (await server.archive(under)).json()).code;
    for (const under of ["none", "model.bin", ".hidden"]) expect(await codeOf(under)).toBe("not_found");
    for (const under of ["..", "/", "checkpoints/../.."]) expect(await codeOf(under)).toBe("bad_message");
  });

  it("leaves out what vanishes, and packs what grows as long as it was", async () => {
    await using server = await artifactServer({ answerStallSeconds: 60 });
    server.write({ "a.bin": large, "b.bin": "vanishes", "c.bin": "stays" });
    const answer = await begin(`${server.url}/api/v1/trainings/run/archive`);
    await expect.poll(server.openFiles).toContain(join(server.folder, "a.bin"));
    appendFileSync(join(server.folder, "a.bin"), "grown");
    rmSync(join(server.folder, "b.bin"));
    const unpacked = await unpack(answer);
    expect(Object.keys(unpacked)).toEqual(["a.bin", "c.bin"]);
    expect(unpacked["a.bin"]).toBe(large.toString());
  });

  it("ends before its end when a file in it is cut short", async () => {
    await using server = await artifactServer({ answerStallSeconds: 60 });
    server.write({ "a.bin": large });
    const answer = await begin(`${server.url}/api/v1/trainings/run/archive`);
    await expect.poll(server.openFiles).toContain(join(server.folder, "a.bin"));
    truncateSync(join(server.folder, "a.bin"), megabyte);
    await expect(buffer(answer)).rejects.toMatchObject({ code: "ECONNRESET" });
    await expect.poll(server.openFiles).toEqual([]);
  });

  it("lets go of its files when its reader leaves", async () => {
    await using server = await artifactServer();
    server.write({ "a.bin": large, "b/c.bin": large });
    const answer = await begin(`${server.url}/api/v1/trainings/run/archive`);
    await expect.poll(server.openFiles).toContain(join(server.folder, "a.bin"));
    answer.destroy();
    await expect.poll(server.openFiles).toEqual([]);
  });
});
