import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { ArtifactList } from "@trainwire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ArtifactServer, artifactServer } from "./testing/artifact-server.ts";

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");
const letters = "abcdefghijklmnopqrstuvwxyz";
const etag = `"${sha256(letters)}"`;

let server: ArtifactServer;
beforeAll(async () => {
  server = await artifactServer();
  server.write({ "letters.txt": letters });
});
afterAll(async () => {
  expect(server.openFiles()).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const codeOf = async (answer: Response) => [answer.status, (await answer.json()).code];

describe("an artifact", () => {
  it("is sent whole, with its hash as its tag, its type, and as a download that no page is made of", async () => {
    const answer = await server.ask("letters.txt");
    expect([answer.status, await answer.text()]).toEqual([200, letters]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      etag,
      "content-length": "26",
      "content-type": "text/plain",
      "accept-ranges": "bytes",
      "content-disposition": "attachment; filename=letters.txt",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "no-cache",
    });
  });

  it("is described by HEAD as GET would answer, without its bytes", async () => {
    const answer = await server.ask("letters.txt", { method: "HEAD", headers: { range: "bytes=0-3" } });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
    expect([answer.headers.get("content-length"), answer.headers.get("etag")]).toEqual(["26", etag]);
  });

  it.each([
    ["bytes=0-3", "abcd", "bytes 0-3/26"],
    ["bytes=20-", "uvwxyz", "bytes 20-25/26"],
    ["bytes=-3", "xyz", "bytes 23-25/26"],
    ["bytes=25-1000", "z", "bytes 25-25/26"],
    ["bytes=-1000", letters, "bytes 0-25/26"],
  ])("is sent in part: %s", async (range, text, contentRange) => {
    const answer = await server.ask("letters.txt", { headers: { range } });
    expect([answer.status, answer.headers.get("content-range"), await answer.text()]).toEqual([
      206,
      contentRange,
      text,
    ]);
    expect(answer.headers.get("content-length")).toBe(String(text.length));
  });

  it.each(["bytes=0-1,4-5", "lines=0-1", "bytes=b-a", "bytes=5-2,", "0-3"])(
    "is sent whole for a range that is none, or several: %s",
    async (range) => {
      const answer = await server.ask("letters.txt", { headers: { range } });
      expect([answer.status, await answer.text()]).toEqual([200, letters]);
    },
  );

  it("answers a range behind its end with its size, and one of an empty file as well", async () => {
    server.write({ empty: "" });
    for (const [path, bytes] of [
      ["letters.txt", 26],
      ["empty", 0],
    ] as const) {
      const answer = await server.ask(path, { headers: { range: "bytes=26-" } });
      expect(answer.headers.get("content-range")).toBe(`bytes */${bytes}`);
      expect(await codeOf(answer)).toEqual([416, "range_not_satisfiable"]);
    }
    expect(await (await server.ask("empty")).text()).toBe("");
  });

  it("is sent in part only if it is the one that If-Range names, and whole otherwise", async () => {
    const statusFor = async (ifRange: string) => {
      const answer = await server.ask("letters.txt", {
        headers: { range: "bytes=1-2", "if-range": ifRange },
      });
      await answer.arrayBuffer();
      return answer.status;
    };
    expect(await statusFor(etag)).toBe(206);
    expect(await statusFor('"another"')).toBe(200);
    expect(await statusFor(`W/${etag}`)).toBe(200);
    expect(await statusFor(new Date().toUTCString())).toBe(200);
  });

  it("is not sent to who has it", async () => {
    const answer = await server.ask("letters.txt", { headers: { "if-none-match": `"x", ${etag}` } });
    expect([answer.status, answer.headers.get("etag"), await answer.text()]).toEqual([304, etag, ""]);
    const other = await server.ask("letters.txt", { headers: { "if-none-match": '"x"' } });
    expect([other.status, await other.text()]).toEqual([200, letters]);
  });

  it("has any name that its trainer gave it", async () => {
    const names = [
      "späte Nacht.bin",
      "a+b & c.txt",
      "100%.txt",
      'quo"te.txt',
      "日本/語.bin",
      "a;b=c,d",
      "..x",
    ];
    for (const name of names.slice(0, -1)) {
      server.write({ [`names/${name}`]: name });
      const path = `names/${name}`.split("/").map(encodeURIComponent).join("/");
      const answer = await server.ask(path);
      expect([name, answer.status, await answer.text()]).toEqual([name, 200, name]);
      expect(await (await server.ask(path.replaceAll("/", "%2F"))).text()).toBe(name);
    }
    expect((await server.ask("names/..x")).status).toBe(404);
  });
});

describe("a name that leads nowhere", () => {
  it.each([
    "../letters.txt",
    "a/../../x",
    "..%2f..%2ftrainwire.db",
    "%2e%2e/x",
    "./letters.txt",
    "a//b",
    "%2Fetc/passwd",
    "a%5Cb",
    "a%00b",
    "a%0Ab",
    "a/",
    "x".repeat(1025),
  ])("is refused: %s", async (path) => {
    const answer = await server.askRaw(path);
    expect([answer.statusCode, ((await json(answer)) as { code: string }).code]).toEqual([
      400,
      "bad_message",
    ]);
  });

  it("is refused where it is no text, and for DELETE as for GET", async () => {
    const answer = await server.askRaw("%ff%fe");
    answer.resume();
    expect(answer.statusCode).toBe(400);
    const refused = await server.ask("a%5Cb", { method: "DELETE" });
    expect(await codeOf(refused)).toEqual([400, "bad_message"]);
  });

  it("is not found: of no file, an unfinished one, a folder, a link, one whose parent is a link", async () => {
    server.write({ ".part": "x", "folder/.part": "x" });
    writeFileSync(join(server.dataFolder, "secret"), "secret");
    mkdirSync(server.folder, { recursive: true });
    symlinkSync(join(server.dataFolder, "secret"), join(server.folder, "link"));
    symlinkSync(server.dataFolder, join(server.folder, "out"));
    for (const path of [
      "none",
      "none/none",
      "letters.txt/x",
      ".part",
      "folder/.part",
      "folder",
      "link",
      "out/secret",
      "x".repeat(300),
    ]) {
      for (const method of ["GET", "DELETE"]) {
        expect(await codeOf(await server.ask(path, { method })), path).toEqual([404, "not_found"]);
      }
    }
    expect(existsSync(join(server.dataFolder, "secret"))).toBe(true);
    for (const name of ["link", "out"]) rmSync(join(server.folder, name));
  });

  it("of a training that is not known, or was deleted, is answered as such", async () => {
    const of = (id: string, path: string) => server.get(`/api/v1/trainings/${id}/${path}`);
    await server.publish("gone", [{ loss: 1 }, { status: "completed" }]);
    await fetch(`${server.url}/api/v1/trainings/gone`, { method: "DELETE" });
    for (const path of ["artifacts", "artifacts/x", "archive"]) {
      expect(await codeOf(await of("nobody", path))).toEqual([404, "unknown_training"]);
      expect(await codeOf(await of("gone", path))).toEqual([410, "training_deleted"]);
      expect(await codeOf(await of("-bad-", path))).toEqual([400, "bad_id"]);
    }
  });
});

describe("the list of artifacts", () => {
  const list = async () => ArtifactList.parse(await (await server.ask("")).json());
  const reset = () => rmSync(server.folder, { recursive: true, force: true });

  it("is empty of a training that has left none", async () => {
    reset();
    expect(await list()).toEqual({ artifacts: [], total_bytes: 0 });
  });

  it("tells each by path, with kind, size, time, type, and its hash once somebody needed it", async () => {
    reset();
    server.write({
      "model.safetensors": "m",
      "checkpoints/step-100.pt": "cp",
      "logs/a.jsonl": "",
      ".tmp": "x",
    });
    const at = new Date("2025-11-06T12:00:00.000Z");
    utimesSync(join(server.folder, "model.safetensors"), at, at);
    await (await server.ask("model.safetensors")).text();
    await server.publish("run", { checkpoint: { path: "checkpoints/step-100.pt", step: 100 } });
    const { artifacts, total_bytes } = await list();
    expect(total_bytes).toBe(3);
    expect(artifacts.map(({ path, kind, step }) => [path, kind, step])).toEqual([
      ["checkpoints/step-100.pt", "checkpoint", 100],
      ["logs/a.jsonl", "file", undefined],
      ["model.safetensors", "model", undefined],
    ]);
    expect(artifacts[2]).toEqual({
      path: "model.safetensors",
      kind: "model",
      bytes: 1,
      modified_at: "2025-11-06T12:00:00.000Z",
      content_type: "application/octet-stream",
      sha256: sha256("m"),
    });
  });

  it("no longer has one that was deleted", async () => {
    reset();
    server.write({ "a.bin": "a", "b.bin": "b" });
    expect((await server.ask("a.bin", { method: "DELETE" })).status).toBe(204);
    expect((await list()).artifacts.map(({ path }) => path)).toEqual(["b.bin"]);
    expect(await codeOf(await server.ask("a.bin", { method: "DELETE" }))).toEqual([404, "not_found"]);
  });
});
