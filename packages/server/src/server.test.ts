import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { startServer } from "./server.ts";
import { openDatabase } from "./storage/sqlite/database.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { testServer } from "./testing/test-server.ts";
import { TestViewer } from "./testing/test-viewer.ts";

describe("a server that stops", () => {
  it("closes both kinds of sockets with 1001 and answers long-polls", async () => {
    await using server = await testServer();
    await server.publish("run", { loss: 1 });
    await using viewer = await TestViewer.open(server.wsUrl("/ws"));
    await using flat = await TestViewer.open(server.wsUrl("/ws/training/run"));
    await flat.next((frame) => frame.seq === 1);
    const waiting = server.get("/api/v1/trainings/run/updates?after_seq=1&wait_seconds=60");
    // The poll waits once a request sent after it was answered.
    await server.get("/healthz");
    await server.close();
    expect(await viewer.closed).toEqual({ code: 1001, reason: "going_away" });
    expect((await flat.closed).code).toBe(1001);
    expect(await (await waiting).json()).toMatchObject({ updates: [], next_after_seq: 1, ended: false });
  });

  it("keeps seq, stream_id and state for the next one on the same folder", async () => {
    using folder = temporaryFolder();
    const options = { dataFolder: folder.path, port: 0 };
    const read = async (url: string) => (await fetch(`${url}/api/v1/trainings/run`)).json();
    const first = await startServer(options);
    await fetch(`${first.url}/api/v1/trainings/run/updates`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"loss":0.5,"metrics":{"f1":0.25}}',
    });
    const before = await read(first.url);
    await first.close();
    await using second = await startServer(options);
    expect(await read(second.url)).toEqual(before);
  });

  it("says so when its port or its folder is taken, and leaves nothing open", async () => {
    await using server = await testServer();
    using folder = temporaryFolder();
    const port = Number(new URL(server.url).port);
    await expect(startServer({ dataFolder: folder.path, port })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
    await using again = await startServer({ dataFolder: folder.path, port: 0 });
    await expect(startServer({ dataFolder: folder.path, port: 0 })).rejects.toThrow(
      "in use by another server",
    );
    expect(again.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

describe("a server that cannot start", () => {
  it("names the training whose state it cannot read, and leaves the folder to others", async () => {
    using folder = temporaryFolder();
    const options = { dataFolder: folder.path, port: 0 };
    const server = await startServer(options);
    await fetch(`${server.url}/api/v1/trainings/run/updates`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"loss":1}',
    });
    await server.close();
    const database = openDatabase(folder.path);
    database.exec("UPDATE logs SET state = '{}'");
    database.close();
    await expect(startServer(options)).rejects.toThrow("the stored state of run cannot be read");
    openDatabase(folder.path).close();
  });
});

describe("peers that keep a connection open", () => {
  it("do not keep the server from stopping: a refused handshake, and a body that never ends", async () => {
    await using server = await testServer();
    const port = Number(new URL(server.url).port);
    const refused = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    refused.write(
      "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    );
    await once(refused, "data");
    const endless = connect({ port, host: "127.0.0.1" });
    endless.on("error", () => undefined);
    endless.write(
      "POST /api/v1/trainings/run/updates HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n[",
    );
    // Both arrived once a later request was answered.
    await server.get("/healthz");
    await server.close();
    refused.destroy();
    endless.destroy();
  });
});

describe("an upgrade to something else than WebSocket", () => {
  it("is passed over: the request is answered as plain HTTP", async () => {
    await using server = await testServer();
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.write(
      "GET /api/v1/version HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
    );
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });
});

describe("the polling fallback", () => {
  it("answers 304 until something changes, also when only the end is new", async () => {
    await using server = await testServer();
    await server.publish("run", { loss: 1 });
    const first = await server.get("/api/v1/trainings/run");
    const etag = first.headers.get("etag") ?? "";
    expect((await server.get("/api/v1/trainings/run", { "if-none-match": etag })).status).toBe(304);
    await server.publish("run", { status: "completed" });
    const changed = await server.get("/api/v1/trainings/run", { "if-none-match": etag });
    expect(changed.status).toBe(200);
    expect(await changed.json()).toMatchObject({ complete: true, loss: 1 });
  });

  it("shows the config that a training was registered with, which lists leave out", async () => {
    await using server = await testServer();
    const config = { lr: 0.01, layers: [{ units: 8 }] };
    await fetch(`${server.url}/api/v1/trainings`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ train_id: "run", config }),
    });
    expect(await (await server.get("/api/v1/trainings/run")).json()).toMatchObject({ config });
    expect(await (await server.get("/api/v1/trainings")).text()).not.toContain("layers");
  });

  it("lets a UI on port 3200 read across origins, with its ETag", async () => {
    await using server = await testServer();
    const answer = await server.get("/api/v1/trainings", { origin: "http://localhost:3200" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("http://localhost:3200");
    expect(answer.headers.get("access-control-expose-headers")).toContain("etag");
  });
});

describe("the list of trainings", () => {
  it("is filtered and paged, newest first", async () => {
    await using server = await testServer();
    for (const id of ["a1", "b1", "a2", "b2", "a3"]) await server.publish(id, { loss: 1 });
    await server.publish("a2", { status: "failed" });
    const list = async (query: string) => {
      const page = (await (await server.get(`/api/v1/trainings${query}`)).json()) as {
        trainings: { job_id: string }[];
        next_cursor?: string;
      };
      return { ids: page.trainings.map((training) => training.job_id), cursor: page.next_cursor };
    };
    expect((await list("")).ids).toEqual(["a3", "b2", "a2", "b1", "a1"]);
    expect((await list("?q=A")).ids).toEqual(["a3", "a2", "a1"]);
    expect((await list("?status=failed")).ids).toEqual(["a2"]);
    const first = await list("?q=b&limit=1");
    const second = await list(`?q=b&limit=1&cursor=${first.cursor}`);
    expect([first.ids, second.ids]).toEqual([["b2"], ["b1"]]);
  });

  it("comes in pages of about 1 MiB at most, which together hold each training once", async () => {
    await using server = await testServer();
    const metrics = Object.fromEntries(
      Array.from({ length: 512 }, (_, index) => [`${"m".repeat(100)}${index}`, 0.5]),
    );
    for (let index = 0; index < 40; index += 1) await server.publish(`run-${index}`, { metrics });
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? "" : `&cursor=${cursor}`;
      const text = await (await server.get(`/api/v1/trainings?limit=1000${query}`)).text();
      expect(text.length).toBeLessThan(1024 * 1024 + 100);
      const page = JSON.parse(text) as { trainings: { job_id: string }[]; next_cursor?: string };
      ids.push(...page.trainings.map(({ job_id }) => job_id));
      cursor = page.next_cursor;
    } while (cursor !== undefined);
    expect(ids).toEqual(Array.from({ length: 40 }, (_, index) => `run-${39 - index}`));
  });

  it("reaches a subscriber coalesced: many updates, few messages, the newest state last", async () => {
    await using server = await testServer();
    await using viewer = await TestViewer.open(server.wsUrl("/ws"));
    viewer.send({ type: "subscribe_trainings" });
    await viewer.nextOf("trainings_update");
    for (let step = 1; step <= 50; step += 1) await server.publish("run", { current_step: step });
    await viewer.next((frame) => JSON.stringify(frame).includes('"current_step":50'));
    const others = viewer.frames.filter((frame) => frame.type === "trainings_update");
    expect(others.length).toBeLessThanOrEqual(3);
  });
});
