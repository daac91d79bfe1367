import { expect, test } from "vitest";
import { WebSocket as WsSocket } from "ws";
import { TrainwireClientError } from "./errors.ts";
import { FakeServer } from "./testing/fake-server.ts";
import { collect, seqsOf, testClient, until, upTo } from "./testing/watching.ts";
import { tokenSubprotocol } from "./token.ts";

const token = `tw_${"aZ-9_".repeat(9).slice(0, 43)}`;
const readable = { token, scopes: ["read"] };
const wsClass = WsSocket as unknown as typeof WebSocket;
/** A delay before the second try that no test waits out; Node's own class tries twice after a 401. */
const patient = { backoff: { minMs: 60_000, maxMs: 60_000 }, WebSocket: wsClass };
const unmistakable = /tw_|trainwire\.token/;

/** A server that wants a token, and a text of everything that the client logs. */
async function guarded() {
  const server = await FakeServer.start();
  server.wants = readable;
  const logged: string[] = [];
  const log = (message: string, ...data: unknown[]): void => {
    logged.push(
      message,
      ...data.map((each) => (each instanceof Error ? String(each) : JSON.stringify(each))),
    );
  };
  return { server, logged, log };
}

test.each([
  ["the platform's own class", undefined],
  ["the class of the ws package", wsClass],
])(
  "a token travels as bearer and as subprotocol, never in an address: %s",
  async (_which, WebSocketClass) => {
    const { server, logged, log } = await guarded();
    await using _ = server;
    server.publish("t", { loss: 1 });
    const options = WebSocketClass === undefined ? {} : { WebSocket: WebSocketClass };
    using client = testClient({ url: server.url, token, log, safetyPollMs: 1, ...options });
    const following = client.follow("t");
    await until(following.snapshot, ({ phase }) => phase === "following");
    await server.until(() => server.requests.length > 0);
    const [socket, request] = server.credentials;
    expect(socket?.offers?.split(/, ?/)).toEqual(["trainwire.v1", tokenSubprotocol(token)]);
    expect(request).toMatchObject({ bearer: token });
    expect(client.connection.get().mode).toBe("live");
    expect(server.requests.join()).not.toMatch(unmistakable);
    expect(logged.join()).not.toMatch(unmistakable);
  },
);

test("the subprotocol is the base64url of the token's text", () => {
  expect(tokenSubprotocol("tw_??>~~~")).toBe("trainwire.token.dHdfPz8-fn5-");
  expect(tokenSubprotocol("tw_a")).toBe("trainwire.token.dHdfYQ");
});

test("a function gives the token anew for each request and socket", async () => {
  await using server = await FakeServer.start();
  server.wants = { token: "second", scopes: ["read"] };
  server.publish("t", { loss: 1 });
  const given = ["first", "first"];
  using client = testClient({ url: server.url, token: () => Promise.resolve(given.shift() ?? "second") });
  const following = client.follow("t");
  await until(client.connection, ({ mode }) => mode === "unauthorized");
  client.retry();
  await until(following.snapshot, ({ phase }) => phase === "following");
  expect(client.connection.get().mode).toBe("live");
});

test("a function that fails is told as such, and tried again", async () => {
  await using server = await FakeServer.start();
  server.wants = readable;
  server.publish("t", { loss: 1 });
  let calls = 0;
  const failing = (): string => {
    calls += 1;
    if (calls < 4) throw new TypeError("no vault");
    return token;
  };
  const logged: unknown[] = [];
  using client = testClient({ url: server.url, token: failing, log: (...line) => logged.push(...line) });
  await until(client.follow("t").snapshot, ({ phase }) => phase === "following");
  expect(calls).toBeGreaterThanOrEqual(4);
});

test.each(["", "two words", "line\nend", "tökén"])(
  "%j is no token, and is not repeated in the error",
  (text) => {
    const making = (): unknown => testClient({ url: "http://127.0.0.1:1", token: text });
    expect(making).toThrow(TrainwireClientError);
    expect(making).toThrow(/^token is none: expected visible ASCII characters, without spaces\./);
  },
);

test("without a valid token the client is unauthorized, asks for nothing more, and goes on after a login", async () => {
  const { server, logged, log } = await guarded();
  await using _ = server;
  server.publish("t", { loss: 1 });
  using client = testClient({ url: server.url, token: "tw_wrong", log, ...patient });
  const following = client.follow("t", { afterSeq: 0 });
  using list = client.followTrainings();
  const { retryAtMs, reason } = await until(client.connection, ({ mode }) => mode === "unauthorized");
  expect(reason).toBe("the server wants a valid token");
  expect(retryAtMs).toBeGreaterThan(Date.now());
  expect(following.snapshot.get().error).toMatchObject({ code: "unauthorized" });
  expect([server.upgrades, server.requests]).toEqual([1, ["GET /api/v1/session"]]);
  server.wants = { token: "tw_wrong", scopes: ["read"] };
  client.retry();
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  await until(list.snapshot, ({ trainings }) => trainings.length === 1);
  expect(client.connection.get().mode).toBe("live");
  expect(following.snapshot.get().error).toBeNull();
  expect(logged.join()).not.toMatch(unmistakable);
});

test("a retry that is in vain asks the server once, and opens no socket", async () => {
  const { server } = await guarded();
  await using _ = server;
  using client = testClient({ url: server.url, ...patient });
  client.follow("t");
  await until(client.connection, ({ mode }) => mode === "unauthorized");
  client.retry();
  await server.until(() => server.requests.length === 2);
  await until(client.connection, ({ mode, retryAtMs }) => mode === "unauthorized" && retryAtMs !== null);
  expect([server.upgrades, server.requests[1]]).toEqual([1, "GET /api/v1/session"]);
});

test("a token that ends while the client is live stops it at once; a new login continues without loss", async () => {
  const { server } = await guarded();
  await using _ = server;
  server.publish("t", { loss: 3 });
  using client = testClient({ url: server.url, token });
  const following = client.follow("t", { afterSeq: 0 });
  const items = collect(following);
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  server.wants = { token: "another", scopes: ["read"] };
  server.closeSockets(4401);
  await until(client.connection, ({ mode }) => mode === "unauthorized");
  expect(following.snapshot.get()).toMatchObject({ phase: "following", state: { loss: 3 } });
  server.publish("t", { loss: 2 });
  expect(server.upgrades).toBe(1);
  server.wants = readable;
  client.retry();
  server.publish("t", { status: "completed" });
  expect(seqsOf(await items)).toEqual(upTo(3));
});

test("a token without the scope to read is forbidden, not unauthorized", async () => {
  await using server = await FakeServer.start();
  server.wants = { token, scopes: ["publish"] };
  using client = testClient({ url: server.url, token });
  client.follow("t");
  const { reason } = await until(client.connection, ({ mode }) => mode === "forbidden");
  expect(reason).toBe("the token may not read here");
});

test("where there is no WebSocket, polling stops at the first refusal, and goes on after a login", async () => {
  const { server } = await guarded();
  await using _ = server;
  server.publish("t", { loss: 1 });
  using client = testClient({ url: server.url }, { platform: { WebSocket: undefined } });
  const following = client.follow("t");
  await until(client.connection, ({ mode }) => mode === "unauthorized");
  expect(server.requests).toEqual(["GET /api/v1/trainings/t"]);
  server.wants = null;
  client.retry();
  await until(following.snapshot, ({ phase }) => phase === "following");
  expect(client.connection.get().mode).toBe("polling");
});
