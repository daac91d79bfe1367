import { getEventListeners } from "node:events";
import type { TrainingUpdate } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { TrainwireClientError } from "./errors.ts";
import { FakeServer } from "./testing/fake-server.ts";
import { collect, seqsOf, testClient, until, upTo } from "./testing/watching.ts";

test("delivers the history, then what is new, and ends with the training, to each iterator alike", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { loss: 3 });
  server.publish("t", { loss: 2 });
  using client = testClient({ url: server.url });
  const following = client.follow("t", { afterSeq: 0 });
  const all = Promise.all([collect(following), collect(following)]);
  await until(following.snapshot, ({ updates }) => updates.length === 2);
  server.publish("t", { loss: 1 });
  server.publish("t", { status: "completed" });
  const [first, second] = await all;
  expect(seqsOf(first)).toEqual(upTo(4));
  expect(second).toEqual(first);
  expect(seqsOf(await collect(following))).toEqual(upTo(4));
  expect(following.snapshot.get()).toMatchObject({
    phase: "ended",
    state: { loss: 1, status: "completed", complete: true },
    updates: [{ seq: 1 }, { seq: 2 }, { seq: 3 }, { seq: 4 }],
  });
});

test("from now, begins with a snapshot of the whole state", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { loss: 3, current_step: 1 });
  server.publish("t", { loss: 2 });
  using client = testClient({ url: server.url });
  const following = client.follow("t");
  const { state, updates } = await until(following.snapshot, ({ phase }) => phase === "following");
  expect(state).toMatchObject({ seq: 2, loss: 2, current_step: 1 });
  expect(updates).toEqual([]);
  server.publish("t", { status: "failed" });
  const all = await collect(following);
  expect(all.map(({ seq, snapshot }) => [seq, snapshot ?? false])).toEqual([
    [2, true],
    [3, false],
  ]);
});

test("an ended training is shown and ends at once", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { loss: 3 });
  server.publish("t", { status: "completed" });
  using client = testClient({ url: server.url });
  expect(seqsOf(await collect(client.follow("t")))).toEqual([2]);
  expect(seqsOf(await collect(client.follow("t", { afterSeq: 2, streamId: "stream-t" })))).toEqual([]);
});

test("a position in the middle gets the state that leads up to it", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { eval_loss: 9 });
  server.publish("t", { loss: 2 });
  using client = testClient({ url: server.url });
  const following = client.follow("t", { afterSeq: 1 });
  const { state } = await until(following.snapshot, ({ state }) => state?.eval_loss === 9);
  expect(state).toMatchObject({ seq: 2, loss: 2 });
});

test("an unknown training is asked for again until its trainer registers it", async () => {
  await using server = await FakeServer.start();
  using client = testClient({ url: server.url });
  const following = client.follow("later", { afterSeq: 0 });
  const waiting = await until(following.snapshot, ({ error }) => error !== null);
  expect(waiting).toMatchObject({ phase: "waiting", error: { code: "unknown_training" } });
  await server.until(() => server.received.length >= 3);
  server.publish("later", { loss: 1 });
  const known = await until(
    following.snapshot,
    ({ phase, updates }) => phase === "following" && updates.length > 0,
  );
  expect(known.error).toBeNull();
});

test("resumes after a lost connection where it stood", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { loss: 3 });
  using client = testClient({ url: server.url });
  const following = client.follow("t", { afterSeq: 0 });
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  const lost = until(client.connection, ({ mode }) => mode === "reconnecting");
  server.cut();
  server.publish("t", { loss: 2 });
  await lost;
  await until(following.snapshot, ({ updates }) => updates.length === 2);
  expect(server.received.at(-1)).toEqual({
    type: "subscribe_training",
    train_id: "t",
    after_seq: 1,
    stream_id: "stream-t",
  });
  expect(client.connection.get().mode).toBe("live");
});

test("connects again after the server went away, and keeps to REST after a close that forbids it", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { loss: 3 });
  using client = testClient({ url: server.url });
  const following = client.follow("t", { afterSeq: 0 });
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  server.closeSockets(1001);
  await server.until(() => server.upgrades === 2);
  await until(client.connection, ({ mode }) => mode === "live");
  server.closeSockets(1008);
  const { reason } = await until(client.connection, ({ mode }) => mode === "polling");
  expect(reason).toContain("too_many_bad_messages");
  server.publish("t", { status: "completed" });
  expect(seqsOf(await collect(following))).toEqual([1, 2]);
  expect(server.upgrades).toBe(2);
});

test("fills a hole from REST, page by page, before later updates", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { loss: 9 });
  using client = testClient({ url: server.url }, { pageLimit: 2, maxHeld: 2 });
  const following = client.follow("t", { afterSeq: 0 });
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  server.faults.omits = ({ seq }) => seq > 1 && seq < 8;
  for (let seq = 2; seq <= 12; seq += 1) server.publish("t", { loss: seq });
  server.publish("t", { status: "completed" });
  expect(seqsOf(await collect(following))).toEqual(upTo(13));
  expect(server.requests.filter((line) => line.includes("/updates")).length).toBeGreaterThanOrEqual(3);
});

test("a snapshot in mid-stream, as a slow viewer gets it, is a hole to be filled", async () => {
  await using server = await FakeServer.start();
  const log = server.register("t");
  server.publish("t", { loss: 9 });
  using client = testClient({ url: server.url });
  const following = client.follow("t", { afterSeq: 0 });
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  server.faults.omits = () => true;
  for (const loss of [8, 7, 6]) server.publish("t", { loss });
  server.send("t", log.snapshot());
  const { updates, state } = await until(following.snapshot, ({ updates }) => updates.length === 4);
  expect(seqsOf(updates)).toEqual(upTo(4));
  expect(state?.loss).toBe(6);
});

test("after a reset, a following of the history begins again, one from now with a snapshot", async () => {
  await using server = await FakeServer.start();
  const log = server.register("t");
  for (const loss of [9, 8, 7]) server.publish("t", { loss });
  using client = testClient({ url: server.url });
  const history = client.follow("t", { afterSeq: 0 });
  const fromNow = client.follow("t");
  await until(history.snapshot, ({ updates }) => updates.length === 3);
  await until(fromNow.snapshot, ({ phase }) => phase === "following");
  const before = history.snapshot.get().updates;
  server.cut();
  log.renumber("anew");
  for (const loss of [6, 5]) log.append({ loss });
  const { updates } = await until(
    history.snapshot,
    ({ updates }) => updates !== before && updates.length === 2,
  );
  expect(before).toHaveLength(3);
  await until(fromNow.snapshot, ({ state }) => state?.stream_id === "anew" && state.loss === 5);
  server.publish("t", { status: "completed" });
  expect(seqsOf(updates)).toEqual([1, 2]);
  expect(seqsOf(await collect(fromNow))).toEqual([2, 3]);
});

test("a position that retention removed begins again with the oldest update there is", async () => {
  await using server = await FakeServer.start();
  const log = server.register("t");
  for (const loss of [9, 8, 7, 6]) server.publish("t", { loss, eval_loss: loss });
  log.firstSeq = 3;
  using client = testClient({ url: server.url });
  const following = client.follow("t", { afterSeq: 0 });
  const { updates, state } = await until(following.snapshot, ({ updates }) => updates.length === 2);
  expect(seqsOf(updates)).toEqual([3, 4]);
  expect(state).toMatchObject({ seq: 4, loss: 6 });
});

test("followings of one training share one subscription, each from its own position", async () => {
  await using server = await FakeServer.start();
  for (const loss of [9, 8, 7]) server.publish("t", { loss });
  using client = testClient({ url: server.url });
  const followings = [client.follow("t", { afterSeq: 2 }), client.follow("t", { afterSeq: 0 })];
  await until(client.connection, ({ mode }) => mode === "live");
  followings.push(client.follow("t"));
  await Promise.all(followings.map(({ snapshot }) => until(snapshot, ({ phase }) => phase === "following")));
  server.publish("t", { status: "completed" });
  const all = await Promise.all(followings.map(collect));
  expect(all.map(seqsOf)).toEqual([
    [3, 4],
    [1, 2, 3, 4],
    [3, 4],
  ]);
  expect(server.upgrades).toBe(1);
});

test("many followings subscribe a chunk at a time, and all are confirmed", async () => {
  await using server = await FakeServer.start();
  const ids = upTo(200).map((id) => `t${id}`);
  for (const id of ids) server.register(id);
  using client = testClient({ url: server.url });
  const followings = ids.map((id) => client.follow(id));
  using list = client.followTrainings();
  await Promise.all(followings.map(({ snapshot }) => until(snapshot, ({ phase }) => phase === "following")));
  await until(list.snapshot, ({ trainings }) => trainings.length === 200);
  const chunks = server.received
    .map(({ type }) => (type === "ping" ? "ping" : "."))
    .join("")
    .split("ping");
  expect(chunks.map(({ length }) => length)).toEqual([64, 64, 64, 9]);
});

test("a long history is told once a frame, and its end at once", async () => {
  await using server = await FakeServer.start();
  for (let step = 1; step < 2000; step += 1) server.publish("t", { current_step: step });
  server.publish("t", { status: "completed" });
  using client = testClient({ url: server.url });
  const beganAtMs = performance.now();
  const following = client.follow("t", { afterSeq: 0 });
  let told = 0;
  following.snapshot.subscribe(() => {
    told += 1;
  });
  const { updates } = await until(following.snapshot, ({ phase }) => phase === "ended");
  expect(updates).toHaveLength(2000);
  expect(told).toBeLessThanOrEqual(2 + (performance.now() - beganAtMs) / 16);
  const toldAtEnd = told;
  client.close();
  expect(seqsOf(await collect(following))).toEqual(upTo(2000));
  expect(told).toBe(toldAtEnd);
});

test("after stop nothing fires, and with the last following the connection ends", async () => {
  await using server = await FakeServer.start();
  server.register("t");
  const aborting = new AbortController();
  using client = testClient({ url: server.url });
  const stopped = client.follow("t", { afterSeq: 0 });
  const aborted = client.follow("t", { afterSeq: 0, signal: aborting.signal });
  const kept = client.follow("t", { afterSeq: 0 });
  await until(kept.snapshot, ({ phase }) => phase === "following");
  const fired: string[] = [];
  stopped.snapshot.subscribe(() => fired.push("stopped"));
  aborted.snapshot.subscribe(() => fired.push("aborted"));
  stopped.stop();
  aborting.abort();
  server.publish("t", { loss: 1 });
  await until(kept.snapshot, ({ updates }) => updates.length === 1);
  expect(await collect(stopped)).toEqual([]);
  expect(fired).toEqual([]);
  expect(getEventListeners(aborting.signal, "abort")).toEqual([]);
  kept.stop();
  await server.until(() => server.connections === 0);
  expect(client.connection.get()).toMatchObject({ mode: "closed", reason: "nothing is followed" });
});

test("close ends every following and the connection", async () => {
  await using server = await FakeServer.start();
  server.register("t");
  const aborting = new AbortController();
  const client = testClient({ url: server.url, signal: aborting.signal });
  const following = client.follow("t", { afterSeq: 0 });
  const list = client.followTrainings();
  const items = collect(following);
  await until(list.snapshot, ({ phase }) => phase === "following");
  aborting.abort();
  expect(await items).toEqual([]);
  await server.until(() => server.connections === 0);
  expect(client.connection.get().mode).toBe("closed");
  expect(() => client.follow("t")).toThrow(TrainwireClientError);
});

test("close lets go of every timer, and of what observers were to be told a frame later", async () => {
  await using server = await FakeServer.start();
  for (const loss of [3, 2, 1]) server.publish("t", { loss });
  const timers = new Set<object>();
  const after = (delayMs: number, callback: () => void): (() => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      callback();
    }, delayMs);
    timers.add(timer);
    return () => {
      timers.delete(timer);
      clearTimeout(timer);
    };
  };
  const client = testClient({ url: server.url }, { platform: { after, nowMs: () => 1000 } });
  const list = client.followTrainings();
  await until(list.snapshot, ({ phase }) => phase === "following");
  const following = client.follow("t", { afterSeq: 0 });
  let told = 0;
  following.snapshot.subscribe(() => {
    told += 1;
  });
  for await (const { seq } of following) if (seq === 3) break;
  expect(told).toBe(1);
  client.close();
  expect([...timers]).toEqual([]);
});

test("a malformed id is told without asking the server", async () => {
  await using server = await FakeServer.start();
  using client = testClient({ url: server.url });
  const following = client.follow("../t");
  expect(following.snapshot.get()).toMatchObject({ phase: "waiting", error: { code: "bad_id" } });
  await expect(collect(following)).rejects.toMatchObject({ code: "bad_id", retry: false });
  expect(server.upgrades).toBe(0);
});

test("the list shows new and changed trainings, newest first", async () => {
  await using server = await FakeServer.start();
  server.register("old", { createdAt: "2026-01-01T00:00:00Z" });
  using client = testClient({ url: server.url });
  using list = client.followTrainings();
  await until(list.snapshot, ({ trainings }) => trainings.length === 1);
  server.register("new", { createdAt: "2026-01-02T00:00:00Z" });
  server.publish("old", { loss: 1 });
  const { trainings } = await until(list.snapshot, ({ trainings }) => trainings.at(-1)?.loss === 1);
  expect(trainings.map(({ job_id }) => job_id)).toEqual(["new", "old"]);
});

test("says on the console what the older viewers said", async () => {
  await using server = await FakeServer.start();
  server.register("t");
  const lines: unknown[][] = [];
  using client = testClient({ url: server.url, log: (...line) => lines.push(line) });
  const following = client.follow("t", { afterSeq: 0 });
  await until(following.snapshot, ({ phase }) => phase === "following");
  const update: TrainingUpdate = server.publish("t", { progress: 35, loss: 1 });
  await until(following.snapshot, ({ updates }) => updates.length === 1);
  expect(lines).toEqual([
    ["WebSocket connected"],
    ["Subscribing to training:", "t"],
    ["Subscription confirmed for:", "t", "subscribed"],
    ["WebSocket message received:", update],
    ["Training update: running 35%"],
  ]);
});

test("a following that keeps no updates still carries each into its state", async () => {
  await using server = await FakeServer.start();
  server.publish("run", { loss: 3 });
  using client = testClient({ url: server.url });
  using following = client.follow("run", { keepUpdates: false });
  await until(following.snapshot, ({ state }) => state?.loss === 3);
  server.publish("run", { loss: 2 });
  const { updates } = await until(following.snapshot, ({ state }) => state?.loss === 2);
  expect(updates).toEqual([]);
  expect(() => client.follow("run", { afterSeq: 0, keepUpdates: false })).toThrow("keepUpdates");
});
