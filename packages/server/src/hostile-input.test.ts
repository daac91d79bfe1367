import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestServer, testServer } from "./testing/test-server.ts";
import { refusedHandshake, TestViewer } from "./testing/test-viewer.ts";

let server: TestServer;
let bystander: TestViewer;

beforeEach(async () => {
  server = await testServer();
  await server.publish("run", { current_step: 1 });
  bystander = await TestViewer.open(server.wsUrl("/ws"));
  bystander.send({ type: "subscribe_training", train_id: "run" });
  await bystander.nextOf("training_update");
  bystander.frames.length = 0;
});

/** Whatever a test did, the bystander sees the next update, nothing else, and the server counts it alone. */
afterEach(async () => {
  const published = await server.publish("run", { current_step: 2 });
  expect(published.status).toBe(200);
  expect(await bystander.nextOf("training_update")).toMatchObject({
    seq: 2,
    data: { details: { current_step: 2 } },
  });
  expect(bystander.frames.filter((frame) => frame.type !== "subscription_confirmed")).toEqual([]);
  expect(await (await server.get("/healthz")).json()).toMatchObject({ connections: 1, subscriptions: 1 });
  await bystander[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

describe("a viewer's frame", () => {
  it.each([
    ["that is not JSON", "{nope", "bad_json"],
    ["that is not an object", "[1]", "bad_message"],
    ["without a type", "{}", "bad_message"],
    ["of an unknown type", '{"type":"launch"}', "unknown_type"],
    ["with a wrong field", '{"type":"subscribe_training","train_id":"run","after_seq":"x"}', "bad_message"],
    ["with a bad id", '{"type":"subscribe_training","train_id":"../etc"}', "bad_id"],
    ["for an unknown training", '{"type":"subscribe_training","train_id":"none"}', "unknown_training"],
    ["nested 10,000 deep", `${"[".repeat(10_000)}${"]".repeat(10_000)}`, "bad_message"],
  ])("%s is answered with a typed error, and the socket goes on", async (_what, text, code) => {
    await using viewer = await TestViewer.open(server.wsUrl("/ws"));
    viewer.send(text);
    expect(await viewer.nextOf("error")).toMatchObject({ code });
    viewer.send({ type: "ping", id: 7 });
    expect(await viewer.nextOf("pong")).toMatchObject({ id: 7 });
    viewer.ws.close();
    await viewer.closed;
  });

  it.each([
    ["binary", (viewer: TestViewer) => viewer.ws.send(Buffer.from([1, 2, 3])), 1003],
    ["above the limit", (viewer: TestViewer) => viewer.send(`"${"x".repeat(70_000)}"`), 1009],
  ])("%s closes its socket with the code for it", async (_what, send, code) => {
    for (const path of ["/ws", "/ws/training/run"]) {
      await using viewer = await TestViewer.open(server.wsUrl(path));
      send(viewer);
      expect((await viewer.closed).code).toBe(code);
    }
  });

  it("of nonsense, again and again, closes its socket with 1008", async () => {
    await using viewer = await TestViewer.open(server.wsUrl("/ws"));
    for (let count = 0; count <= 100; count += 1) viewer.send("x");
    expect((await viewer.closed).code).toBe(1008);
  });
});

describe("a handshake", () => {
  it.each([
    ["for an unknown training", "/ws/training/none", {}, 404, "unknown_training"],
    ["with a bad id", "/ws/training/..%2Fetc", {}, 400, "bad_id"],
    ["with a bad position", "/ws/training/run?after_seq=x", {}, 400, "bad_message"],
    ["at an unknown path", "/socket", {}, 404, "not_found"],
    ["from a foreign origin", "/ws", { origin: "http://evil.example" }, 403, "forbidden_origin"],
    ["to a foreign host", "/ws", { headers: { host: "evil.example" } }, 403, "forbidden_host"],
    ["without a common version", "/ws", { protocols: ["trainwire.v99"] }, 400, "unsupported_version"],
  ])("%s is refused with %s %s", async (_what, path, options, status, code) => {
    const refused = await refusedHandshake(server.wsUrl(path), options);
    expect(refused).toMatchObject({ status, body: { code, remedy: expect.any(String) } });
  });

  it("without a key is refused with 400 bad_message", async () => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.write("GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 [^]*"code":"bad_message"/);
    await once(socket, "close");
  });

  it("that is cut off in the middle leaves nothing behind", async () => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    await once(socket, "connect");
    socket.write("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnec");
    socket.resetAndDestroy();
    await once(socket, "close");
  });
});

describe("a request", () => {
  it("with a body of 10 MB is answered with 413 body_too_large", async () => {
    const body = `[${"1,".repeat(5_000_000)}1]`;
    // Again and again: an answer that overtakes the body breaks the pipe of some.
    for (let count = 0; count < 10; count += 1) {
      const answer = await server.publish("run", body);
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ code: "body_too_large" });
    }
  });

  it.each(["1\n".repeat(2_000_000), `[${"1,".repeat(1_900_000)}1]`])(
    "with millions of records is refused whole, and quickly",
    async (body) => {
      const answer = await server.publish("run", body, {
        "content-type": body.startsWith("[") ? "application/json" : "application/x-ndjson",
      });
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ code: "too_many_records" });
    },
  );

  it.each([
    ["a body that is not JSON", "{nope", {}, 400, "bad_json"],
    ["an empty body", "", {}, 400, "bad_json"],
    ["millions of arrays in one another", `${"[".repeat(2e6)}${"]".repeat(2e6)}`, {}, 400, "bad_json"],
    ["another content type", "{}", { "content-type": "text/plain" }, 415, "unsupported_content_type"],
    ["a foreign origin", "{}", { origin: "http://evil.example" }, 403, "forbidden_origin"],
  ])("with %s is answered with a typed error", async (_what, body, headers, status, code) => {
    const answer = await server.publish("run", body, headers);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      code,
      message: expect.any(String),
      remedy: expect.any(String),
    });
  });

  it("of a foreign origin that asks for leave beforehand is answered with 403", async () => {
    const headers = { origin: "http://evil.example", "access-control-request-method": "POST" };
    const answer = await fetch(`${server.url}/api/v1/trainings`, { method: "OPTIONS", headers });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: "forbidden_origin", remedy: expect.any(String) });
  });

  it("for options that asks for nothing in particular is answered", async () => {
    const headers = { origin: "http://localhost:3200" };
    const answer = await fetch(`${server.url}/api/v1/trainings`, { method: "OPTIONS", headers });
    expect(answer.status).toBe(204);
  });

  it.each([
    ["/api/v1/trainings/none", 404, "unknown_training"],
    ["/api/v1/trainings/none/updates", 404, "unknown_training"],
    ["/api/v1/trainings/..%2fetc", 400, "bad_id"],
    ["/api/v1/trainings/run/updates?after_seq=-1", 400, "bad_message"],
    ["/api/v1/trainings/run/updates?after_seq=9", 409, "past_end"],
    ["/api/v1/trainings/run/updates?stream_id=other", 409, "stream_changed"],
    ["/api/v1/trainings?limit=0", 400, "bad_message"],
    ["/api/v1/trainings?cursor=", 400, "bad_message"],
    ["/api/v1/trainings/%zz", 400, "bad_message"],
    [`/api/v1/trainings/${"x".repeat(2000)}`, 400, "bad_id"],
    ["/api/v1/nothing", 404, "not_found"],
    ["/ws", 426, "upgrade_required"],
    ["/../../etc/passwd", 404, "not_found"],
  ])("for %s is answered with %s %s", async (path, status, code) => {
    const answer = await server.get(path);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
  });
});

describe("a half-open socket", () => {
  it("is dropped within two heartbeats", async () => {
    await using viewer = await TestViewer.open(server.wsUrl("/ws/training/run"));
    // Reading stops below the WebSocket: pings arrive in the kernel and are never answered.
    viewer.ws.pause();
    await expect.poll(async () => (await server.get("/healthz")).json()).toMatchObject({ connections: 2 });
    await expect
      .poll(async () => (await server.get("/healthz")).json(), { timeout: 5000 })
      .toMatchObject({ connections: 1, subscriptions: 1 });
  });
});

describe("what is no HTTP", () => {
  it("is answered with a typed error, and hung up on", async () => {
    const { hostname, port } = new URL(server.url);
    const peer = connect(Number(port), hostname);
    let answer = "";
    peer.setEncoding("utf8").on("data", (text: string) => {
      answer += text;
    });
    peer.write("no such method /\r\n\r\n");
    await once(peer, "close");
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).toMatchObject({ code: "bad_message" });
  });
});
