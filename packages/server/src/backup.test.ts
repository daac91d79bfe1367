import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { takeBackup } from "./cli/take-backup.ts";
import { restoreBackup } from "./storage/restore.ts";
import { storageBytes } from "./storage/sqlite/database.ts";
import { withStoredTokens } from "./storage/token-store.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { type TestServer, testServer } from "./testing/test-server.ts";
import { TestViewer } from "./testing/test-viewer.ts";

const steps = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => ({
    current_step: first + index,
    loss: 1 / (first + index),
    producer_id: "p",
    producer_seq: first + index,
  }));

const state = async (server: TestServer, trainId = "run") =>
  (await (await server.get(`/api/v1/trainings/${trainId}`)).json()) as Record<string, unknown>;

const adminToken = async (dataFolder: string) => {
  const request = { name: "owner", scopes: ["admin" as const] };
  return (await withStoredTokens(dataFolder, (tokens) => tokens.create(request, Date.now()))).token;
};

describe("a backup", () => {
  it("taken from a running server and restored: viewers begin anew, trainers send on, nothing means two things", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "backup.db");
    const restored = join(folder.path, "restored");
    const position = { stream_id: "", ended: "" };
    {
      const data = join(folder.path, "data");
      const token = await adminToken(data);
      await using server = await testServer({ dataFolder: data });
      await server.publish("done", [{ loss: 1 }, { status: "completed" }]);
      await server.publish("run", steps(1, 50));
      await takeBackup({ server: server.url, token }, file);
      await server.publish("run", steps(51, 100));
      position.stream_id = String((await state(server))["stream_id"]);
      position.ended = String((await state(server, "done"))["stream_id"]);
    }
    restoreBackup(file, restored);
    await using server = await testServer({ dataFolder: restored });
    expect(await state(server)).toMatchObject({ seq: 50, current_step: 50, loss: 1 / 50 });
    expect(await state(server, "done")).toMatchObject({ seq: 2, complete: true, stream_id: position.ended });
    await using viewer = await TestViewer.open(server.wsUrl("/ws"));
    const { stream_id } = position;
    viewer.send({ type: "subscribe_training", train_id: "run", after_seq: 40, stream_id });
    const reset = await viewer.nextOf("subscription_reset");
    expect(reset).toMatchObject({ reason: "stream_changed", seq: 50, first_seq: 1 });
    expect(reset["stream_id"]).not.toBe(stream_id);
    expect(await viewer.nextOf("training_update")).toMatchObject({ snapshot: true, seq: 50 });
    // What was acknowledged since the backup is not sent again; what comes after it is taken, and the gap is no harm.
    const answer = await (await server.publish("run", steps(49, 50).concat(steps(101, 103)))).json();
    expect(answer).toMatchObject({ accepted: 3, repeated: 2, seq: 53 });
    for (const seq of [51, 52, 53]) expect(await viewer.nextOf("training_update")).toMatchObject({ seq });
    viewer.send({ type: "subscribe_training", train_id: "run" });
    const fresh = await viewer.next((frame) => frame["snapshot"] === true);
    expect(fresh).toMatchObject({ seq: 53, data: { details: { current_step: 103, loss: 1 / 103 } } });
    const replayed = await server.get(
      `/api/v1/trainings/run/updates?stream_id=${String(reset["stream_id"])}`,
    );
    expect(await replayed.json()).toMatchObject({ next_after_seq: 53, first_seq: 1 });
  });

  it("is made while trainers publish, and holds all that was acknowledged before it began", async () => {
    using folder = temporaryFolder();
    const token = await adminToken(join(folder.path, "data"));
    await using server = await testServer({ dataFolder: join(folder.path, "data") });
    const filler = {
      metrics: Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`m${index}`, 0.1])),
    };
    const records = Array.from({ length: 500 }, () => filler);
    for (let batch = 0; batch < 6; batch += 1) await server.publish("run", records);
    const made = new AbortController();
    let published = 0;
    const publishing = (async () => {
      while (!made.signal.aborted) {
        expect((await server.publish("run", records.slice(0, 20))).status).toBe(200);
        published += 20;
      }
    })();
    const file = join(folder.path, "backup.db");
    await takeBackup({ server: server.url, token }, file);
    made.abort();
    await publishing;
    expect(published).toBeGreaterThan(0);
    expect(storageBytes(join(folder.path, "data")).wal).toBeLessThan(16_000_000);
    restoreBackup(file, join(folder.path, "restored"));
    await using second = await testServer({ dataFolder: join(folder.path, "restored") });
    expect((await state(second))["seq"]).toBeGreaterThanOrEqual(3000);
  });

  it("is taken of a folder that no server uses, and refused of one that a server does", async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, "data");
    const file = join(folder.path, "backup.db");
    {
      await using server = await testServer({ dataFolder: data });
      await server.publish("run", steps(1, 5));
      await expect(takeBackup({ folder: data }, file)).rejects.toThrow("in use by another server");
    }
    await takeBackup({ folder: data }, file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(takeBackup({ folder: data }, file)).rejects.toThrow("exists already");
    await expect(takeBackup({ folder: join(folder.path, "none") }, `${file}2`)).rejects.toThrow(
      "no data folder",
    );
    expect(() => restoreBackup(file, data)).toThrow("holds data already");
    restoreBackup(file, join(folder.path, "restored"));
    await using server = await testServer({ dataFolder: join(folder.path, "restored") });
    expect(await state(server)).toMatchObject({ seq: 5 });
  });

  it("that is none, or damaged, is not restored", async () => {
    using folder = temporaryFolder();
    const path = (name: string) => join(folder.path, name);
    writeFileSync(path("text"), "no database ".repeat(1000));
    expect(() => restoreBackup(path("text"), path("a"))).toThrow("is damaged: file is not a database");
    expect(() => restoreBackup(path("missing"), path("a"))).toThrow("there is no file");
    await using server = await testServer({ dataFolder: path("data") });
    await server.close();
    expect(() => restoreBackup(path("data/trainwire.db"), path("a"))).toThrow("is no backup of a server");
  });

  it("needs an admin's token", async () => {
    using folder = temporaryFolder();
    await using server = await testServer();
    const refused = takeBackup({ server: server.url, token: undefined }, join(folder.path, "b.db"));
    await expect(refused).rejects.toMatchObject({ code: "unauthorized" });
  });

  it("leaves nothing in the data folder when its asker leaves, or the server stops", async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, "data");
    const authorization = `Bearer ${await adminToken(data)}`;
    const server = await testServer({ dataFolder: data });
    await server.publish("run", steps(1, 2000));
    const request = { method: "POST", headers: { authorization } };
    const asking = fetch(`${server.url}/api/v1/backup`, request).then((answer) => answer.arrayBuffer());
    asking.catch(() => undefined);
    await server.get("/healthz");
    await server[Symbol.asyncDispose]();
    await asking.catch(() => undefined);
    await vi.waitFor(() =>
      expect(readdirSync(data).filter((name) => name.startsWith("backup-"))).toEqual([]),
    );
  });
});
