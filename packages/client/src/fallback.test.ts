import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { expect, test } from "vitest";
import { FakeServer } from "./testing/fake-server.ts";
import { collect, seededRandom, seqsOf, testClient, until, upTo } from "./testing/watching.ts";

test("polls while WebSocket is refused, and returns to it without loss or repeat", async () => {
  await using server = await FakeServer.start();
  server.faults.upgrade = "refuse";
  server.publish("t", { loss: 3 });
  using client = testClient({ url: server.url });
  const following = client.follow("t", { afterSeq: 0 });
  const items = collect(following);
  await until(client.connection, ({ mode }) => mode === "polling");
  server.publish("t", { loss: 2 });
  await until(following.snapshot, ({ updates }) => updates.length === 2);
  server.faults.upgrade = "accept";
  await until(client.connection, ({ mode }) => mode === "live");
  server.publish("t", { loss: 1 });
  await until(following.snapshot, ({ updates }) => updates.length === 3);
  server.faults.upgrade = "refuse";
  server.cut();
  server.publish("t", { loss: 0 });
  await until(following.snapshot, ({ updates }) => updates.length === 4);
  server.publish("t", { status: "completed" });
  expect(seqsOf(await items)).toEqual(upTo(5));
});

test("a poll asks for the state first and for updates only when there are some", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { loss: 3 });
  using client = testClient({ url: server.url }, { platform: { WebSocket: undefined } });
  const following = client.follow("t", { afterSeq: 0 });
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  const asked = server.requests.length;
  await server.until(() => server.requests.length >= asked + 3);
  expect(server.requests.slice(asked, asked + 3)).toEqual(Array(3).fill("GET /api/v1/trainings/t"));
  expect(server.upgrades).toBe(0);
  expect(client.connection.get()).toMatchObject({
    mode: "polling",
    reason: "this platform has no WebSocket",
  });
});

test("from now, a poll begins with a snapshot; the list is polled too", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { loss: 3 });
  using client = testClient({ url: server.url }, { platform: { WebSocket: undefined } });
  const following = client.follow("t");
  using list = client.followTrainings();
  await until(following.snapshot, ({ phase }) => phase === "following");
  server.publish("t", { status: "completed" });
  expect((await collect(following)).map(({ seq, snapshot }) => [seq, snapshot ?? false])).toEqual([
    [1, true],
    [2, false],
  ]);
  await until(list.snapshot, ({ trainings }) => trainings[0]?.status === "completed");
});

test("a log that is numbered anew while polling begins again", async () => {
  await using server = await FakeServer.start();
  const log = server.register("t");
  for (const loss of [3, 2]) server.publish("t", { loss });
  using client = testClient({ url: server.url }, { platform: { WebSocket: undefined } });
  const history = client.follow("t", { afterSeq: 0 });
  const fromNow = client.follow("t");
  await until(history.snapshot, ({ updates }) => updates.length === 2);
  await until(fromNow.snapshot, ({ phase }) => phase === "following");
  log.renumber("anew");
  log.append({ loss: 1 });
  await until(history.snapshot, ({ updates }) => updates.length === 1 && updates[0]?.data.details.loss === 1);
  await until(fromNow.snapshot, ({ state }) => state?.loss === 1);
});

test("a position that retention removed begins again with the oldest update there is", async () => {
  await using server = await FakeServer.start();
  const log = server.register("t");
  for (const loss of [9, 8, 7, 6]) server.publish("t", { loss });
  log.firstSeq = 3;
  using client = testClient({ url: server.url }, { platform: { WebSocket: undefined } });
  const following = client.follow("t", { afterSeq: 0 });
  const { updates } = await until(following.snapshot, ({ updates }) => updates.length === 2);
  expect(seqsOf(updates)).toEqual([3, 4]);
});

test("a request that hangs does not hold up the filling once updates take another way", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { loss: 4 });
  using client = testClient({ url: server.url }, { requestTimeoutMs: 600_000 });
  const following = client.follow("t", { afterSeq: 0 });
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  Object.assign(server.faults, { omits: () => true, rest: "hang", upgrade: "refuse" });
  server.publish("t", { loss: 3 });
  server.send("t", server.publish("t", { loss: 2 }));
  await server.until(() => server.requests.some((line) => line.includes("/updates")));
  server.faults.rest = "ok";
  server.cut();
  await until(following.snapshot, ({ updates }) => updates.length === 3);
});

test("is offline when REST fails too, and recovers by itself", async () => {
  await using server = await FakeServer.start();
  Object.assign(server.faults, { upgrade: "refuse", rest: "unavailable" });
  server.publish("t", { loss: 3 });
  using client = testClient({ url: server.url });
  const following = client.follow("t", { afterSeq: 0 });
  await until(client.connection, ({ mode }) => mode === "offline");
  server.faults.rest = "ok";
  await until(client.connection, ({ mode }) => mode === "polling");
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  server.faults.upgrade = "accept";
  await until(client.connection, ({ mode }) => mode === "live");
});

test("a socket that opens and never says a word counts as refused", async () => {
  await using server = await FakeServer.start();
  server.faults.upgrade = "mute";
  server.publish("t", { loss: 3 });
  using client = testClient({ url: server.url }, { openTimeoutMs: 20 });
  const following = client.follow("t", { afterSeq: 0 });
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  expect(client.connection.get()).toMatchObject({ mode: "polling" });
});

test("a connection that answers no ping is replaced", async () => {
  await using server = await FakeServer.start();
  server.faults.ignoresPings = true;
  server.publish("t", { loss: 3 });
  using client = testClient({ url: server.url, pingMs: 20 });
  const following = client.follow("t", { afterSeq: 0 });
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  await server.until(() => server.upgrades >= 2);
  expect(server.received.some(({ type }) => type === "ping")).toBe(true);
});

test("a wake-up asks the connection for a sign of life at once", async () => {
  await using server = await FakeServer.start();
  server.register("t");
  let wake = (): void => undefined;
  const onWake = (callback: () => void): (() => void) => {
    wake = callback;
    return () => undefined;
  };
  using client = testClient({ url: server.url }, { platform: { onWake } });
  client.follow("t");
  await until(client.connection, ({ mode }) => mode === "live");
  wake();
  await server.until(() => server.received.at(-1)?.type === "ping");
});

test("after a close that asks not to connect again it polls, and is live again after a wake-up", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { loss: 3 });
  let wake = (): void => undefined;
  const onWake = (callback: () => void): (() => void) => {
    wake = callback;
    return () => undefined;
  };
  using client = testClient({ url: server.url, backoff: { maxMs: 60_000 } }, { platform: { onWake } });
  const following = client.follow("t", { afterSeq: 0 });
  await until(client.connection, ({ mode }) => mode === "live");
  server.closeSockets(1008);
  const barred = await until(client.connection, ({ mode }) => mode === "polling");
  expect((barred.retryAtMs ?? 0) - barred.sinceMs).toBeGreaterThanOrEqual(60_000 * 7.5);
  server.publish("t", { loss: 2 });
  await until(following.snapshot, ({ updates }) => updates.length === 2);
  wake();
  await until(client.connection, ({ mode }) => mode === "live");
});

test("the safety net fills what a deaf socket does not bring, and replaces the socket", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { loss: 3 });
  using client = testClient({ url: server.url, safetyPollMs: 20 }, { deafGraceMs: 10 });
  const following = client.follow("t", { afterSeq: 0 });
  const items = collect(following);
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  server.faults.isDeaf = true;
  server.publish("t", { loss: 2 });
  await until(following.snapshot, ({ updates }) => updates.length === 2);
  await server.until(() => server.upgrades >= 2);
  server.faults.isDeaf = false;
  server.publish("t", { status: "completed" });
  expect(seqsOf(await items)).toEqual(upTo(3));
});

test.each(["refuse", "fail"] as const)(
  "a list whose subscription is answered with an error (%s) is asked for again",
  async (list) => {
    await using server = await FakeServer.start();
    server.faults.list = list;
    server.publish("t", { loss: 3 });
    using client = testClient({ url: server.url });
    using following = client.followTrainings();
    const asked = () => server.received.filter(({ type }) => type === "subscribe_trainings").length;
    await until(following.snapshot, ({ trainings }) => trainings[0]?.loss === 3);
    await server.until(() => asked() >= 3);
    server.faults.list = "ok";
    const before = asked();
    await server.until(() => asked() > before);
    server.publish("t", { loss: 2 });
    await until(following.snapshot, ({ trainings }) => trainings[0]?.loss === 2);
    expect(client.connection.get().mode).toBe("live");
    const held = asked();
    server.publish("t", { loss: 1 });
    await until(following.snapshot, ({ trainings }) => trainings[0]?.loss === 1);
    expect(asked()).toBe(held);
  },
);

test("while the socket brings everything, the safety net leaves it alone", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { loss: 3 });
  using client = testClient({ url: server.url, safetyPollMs: 5 }, { deafGraceMs: 5 });
  const following = client.follow("t", { afterSeq: 0 });
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  await server.until(() => server.requests.length >= 5);
  expect(new Set(server.requests)).toEqual(new Set(["GET /api/v1/trainings/t"]));
  expect(server.upgrades).toBe(1);
});

test.each(upTo(12))("each update once, in order, under random faults, seed %i", async (seed) => {
  await using server = await FakeServer.start();
  const random = seededRandom(seed);
  Object.assign(server.faults, {
    omits: () => random() < 0.1,
    copies: () => (random() < 0.2 ? 3 : 1),
    cutsAfter: () => random() < 0.08,
  });
  server.register("t");
  using client = testClient(
    { url: server.url, safetyPollMs: 30 },
    { pageLimit: 4, maxHeld: 3, deafGraceMs: 10, platform: { random } },
  );
  const followings = [client.follow("t", { afterSeq: 0 }), client.follow("t", { afterSeq: 0 })];
  const items = Promise.all(followings.map(collect));
  for (let step = 1; step < 120; step += 1) {
    server.publish("t", { current_step: step });
    server.faults.upgrade = random() < 0.2 ? "refuse" : "accept";
    server.faults.rest = random() < 0.15 ? "unavailable" : "ok";
    if (random() < 0.05) server.closeSockets(1001);
    for (let turn = random() * 30; turn > 0; turn -= 1) await turnOfTheLoop();
  }
  Object.assign(server.faults, { upgrade: "accept", rest: "ok" });
  server.publish("t", { status: "completed" });
  for (const updates of await items) expect(seqsOf(updates)).toEqual(upTo(120));
});
