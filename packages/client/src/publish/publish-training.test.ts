import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import type { TrainwireClientError } from "../errors.ts";
import { FakeServer } from "../testing/fake-server.ts";
import { Publisher, type PublishTuning } from "./publish-training.ts";
import type { PublishOptions } from "./publisher-options.ts";

const quick: Partial<PublishTuning> = { backoff: { minMs: 2, maxMs: 10 }, fetchCommandsMs: 10 };

/** A publisher with delays short enough for tests, and what it told `onProblem`. */
function publisherOf(options: PublishOptions, overrides: Partial<PublishTuning> = {}) {
  const problems: TrainwireClientError[] = [];
  const onProblem = (error: TrainwireClientError): void => void problems.push(error);
  const publisher = new Publisher({ flushMs: 1, onProblem, ...options }, { ...quick, ...overrides });
  return { publisher, problems };
}

const lossesOf = (server: FakeServer, trainId = "t") =>
  server.logs.get(trainId)?.updates.map(({ data }) => data.details.loss);

test("sends reports in order, in batches, and resolves when the end is stored", async () => {
  await using server = await FakeServer.start();
  const { publisher, problems } = publisherOf({ url: server.url, trainId: "t", attempt: 2 });
  for (const loss of [3, 2, Number.NaN]) publisher.report({ loss });
  await publisher.finish("completed", { loss: 0 });
  const log = server.logs.get("t");
  expect(lossesOf(server)).toEqual([3, 2, null, 0]);
  expect(log?.state).toMatchObject({ status: "completed", complete: true });
  expect(server.bodies[0]).toHaveLength(4);
  expect(server.bodies[0]?.map((record) => [record["producer_seq"], record["attempt"]])).toEqual([
    [1, 2],
    [2, 2],
    [3, 2],
    [4, 2],
  ]);
  expect(problems).toEqual([]);
});

test("registers name, config and tags before the first report", async () => {
  await using server = await FakeServer.start();
  const { publisher } = publisherOf({ url: server.url, name: "Digits", tags: ["a"] });
  await server.until(() => server.logs.has(publisher.trainId));
  expect(server.logs.get(publisher.trainId)?.name).toBe("Digits");
  await publisher.finish();
  expect(server.requests.slice(0, 2)).toEqual([
    "POST /api/v1/trainings",
    `POST /api/v1/trainings/${publisher.trainId}/updates`,
  ]);
});

test("answers that get lost are asked for again, and nothing is stored twice", async () => {
  await using server = await FakeServer.start();
  server.faults.rest = "drop";
  const { publisher, problems } = publisherOf({ url: server.url, trainId: "t" });
  for (const loss of [3, 2, 1]) publisher.report({ loss });
  await server.until(() => server.bodies.length >= 3);
  server.faults.rest = "unavailable";
  publisher.report({ loss: 0 });
  const asked = server.requests.length;
  await server.until(() => server.requests.length >= asked + 2);
  server.faults.rest = "ok";
  await publisher.finish();
  expect(lossesOf(server)).toEqual([3, 2, 1, 0, undefined]);
  expect(problems.map(({ code }) => code)).toEqual(["unreachable"]);
});

test("a report that comes after a failed fetch of commands is sent", async () => {
  await using server = await FakeServer.start();
  const { promise: failed, resolve: onProblem } = Promise.withResolvers<TrainwireClientError>();
  const { publisher } = publisherOf(
    { url: server.url, trainId: "t", onProblem },
    { backoff: { minMs: 100, maxMs: 100 } },
  );
  publisher.report({ loss: 2 });
  await server.until(() => lossesOf(server)?.length === 1);
  server.faults.rest = "unavailable";
  await failed;
  await turnOfTheLoop();
  server.faults.rest = "ok";
  publisher.report({ loss: 1 });
  await server.until(() => lossesOf(server)?.length === 2);
  await publisher.finish();
  expect(lossesOf(server)).toEqual([2, 1, undefined]);
});

test("has one request in flight", async () => {
  await using server = await FakeServer.start();
  let inFlight = 0;
  let most = 0;
  const counting: typeof fetch = async (...given) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    return fetch(...given).finally(() => {
      inFlight -= 1;
    });
  };
  const { publisher } = publisherOf({ url: server.url, trainId: "t", fetch: counting });
  for (let step = 1; step <= 20; step += 1) {
    publisher.report({ step });
    const bodies = server.bodies.length;
    if (step % 5 === 0) await server.until(() => server.bodies.length > bodies);
  }
  await publisher.finish();
  expect(most).toBe(1);
  expect(server.logs.get("t")?.state.current_step).toBe(20);
});

test("a rejected record is told and never sent again; the others are stored", async () => {
  await using server = await FakeServer.start();
  server.judge = ({ loss }) => (loss === 2 ? { code: "bad_message", message: "not that" } : null);
  const { publisher, problems } = publisherOf({ url: server.url, trainId: "t" });
  for (const loss of [3, 2, 1]) publisher.report({ loss });
  await publisher.finish();
  expect(lossesOf(server)).toEqual([3, 1, undefined]);
  expect(problems).toMatchObject([{ code: "rejected", wireCode: "bad_message" }]);
  expect(server.bodies.flat().filter(({ loss }) => loss === 2)).toHaveLength(1);
});

test("that the training has ended is told once, and finish resolves", async () => {
  await using server = await FakeServer.start();
  server.judge = () => ({ code: "training_ended", message: "it has ended" });
  const { publisher, problems } = publisherOf({ url: server.url, trainId: "t" });
  for (const loss of [3, 2, 1]) publisher.report({ loss });
  await publisher.finish();
  publisher.report({ loss: 0 });
  expect(problems.map(({ code }) => code)).toEqual(["training_ended"]);
  expect(server.bodies).toHaveLength(1);
});

test("a newer attempt ends this one", async () => {
  await using server = await FakeServer.start();
  server.judge = () => ({ code: "stale_attempt", message: "replaced" });
  const { publisher, problems } = publisherOf({ url: server.url, trainId: "t" });
  await expect(publisher.finish()).rejects.toMatchObject({ code: "stale_attempt" });
  expect(problems.map(({ code }) => code)).toEqual(["stale_attempt"]);
});

test("each command is delivered once, though every answer repeats it until it is answered", async () => {
  await using server = await FakeServer.start();
  const onCommand = vi.fn();
  const { publisher } = publisherOf({ url: server.url, trainId: "t", onCommand });
  server.commands = [{ command_id: "c1", name: "pause" }];
  publisher.report({ loss: 1 });
  await server.until(() => server.bodies.length >= 3);
  expect(server.bodies.at(-1)).toEqual([]);
  server.commands = [
    { command_id: "c1", name: "pause" },
    { command_id: "c2", name: "resume" },
  ];
  const bodies = server.bodies.length;
  await server.until(() => server.bodies.length >= bodies + 2);
  publisher.ack("c1", "done");
  publisher.ack("c2", "refused", "not now");
  await publisher.finish();
  expect(onCommand.mock.calls).toEqual([
    [{ command_id: "c1", name: "pause" }],
    [{ command_id: "c2", name: "resume" }],
  ]);
  expect(server.bodies.flat().flatMap(({ command_ack }) => command_ack ?? [])).toEqual([
    { command_id: "c1", state: "done" },
    { command_id: "c2", state: "refused", reason: "not now" },
  ]);
});

test("a handler that throws harms nothing", async () => {
  await using server = await FakeServer.start();
  server.commands = [{ command_id: "c1", name: "pause" }];
  const onCommand = (): never => {
    throw new TypeError("mine");
  };
  const { publisher, problems } = publisherOf({ url: server.url, trainId: "t", onCommand });
  publisher.report({ loss: 1 });
  await server.until(() => server.bodies.length >= 2);
  await publisher.finish();
  expect(problems).toMatchObject([{ code: "handler_failed", cause: new TypeError("mine") }]);
});

test("what is dropped from a full queue is counted and told", async () => {
  await using server = await FakeServer.start();
  const { publisher, problems } = publisherOf({ url: server.url, trainId: "t", maxQueued: 3 });
  for (let loss = 9; loss >= 0; loss -= 1) publisher.report({ loss });
  await publisher.finish();
  expect(lossesOf(server)).toEqual([1, 0, undefined]);
  expect(problems).toMatchObject([{ code: "reports_dropped", count: 8 }]);
});

test("finish gives up after its time", async () => {
  await using server = await FakeServer.start();
  server.faults.rest = "hang";
  const { publisher } = publisherOf({ url: server.url, trainId: "t" }, { finishTimeoutMs: 30 });
  publisher.report({ loss: 1 });
  const finished = publisher.finish();
  expect(publisher.finish()).toBe(finished);
  await expect(finished).rejects.toMatchObject({ code: "finish_timeout" });
});

test("aborting gives up at once", async () => {
  await using server = await FakeServer.start();
  server.faults.rest = "hang";
  const aborting = new AbortController();
  const { publisher } = publisherOf({ url: server.url, trainId: "t", signal: aborting.signal });
  const finished = publisher.finish();
  await server.until(() => server.requests.length > 0);
  aborting.abort();
  await expect(finished).rejects.toMatchObject({ code: "closed" });
});

test("disposing sends what is queued and leaves the training open", async () => {
  await using server = await FakeServer.start();
  {
    await using publisher = publisherOf({ url: server.url, trainId: "t" }).publisher;
    publisher.report({ loss: 1 });
  }
  expect(server.logs.get("t")?.state).toMatchObject({ loss: 1, complete: false });
});

test("a refused batch is given up and told", async () => {
  const refusing: typeof fetch = () =>
    Promise.resolve(Response.json({ code: "bad_json", message: "not JSON" }, { status: 400 }));
  const { publisher, problems } = publisherOf({ url: "http://server", trainId: "t", fetch: refusing });
  publisher.report({ loss: 1 });
  await expect(publisher.finish()).rejects.toMatchObject({ code: "rejected", wireCode: "bad_json" });
  expect(problems).toMatchObject([{ code: "rejected", count: 2 }]);
});

test.each([
  ["unauthorized", { token: "another", scopes: ["publish"] }],
  ["forbidden", { token: "tw_mine", scopes: ["read"] }],
])("%s keeps what is queued, is told once, and not asked about again soon", async (code, wants) => {
  await using server = await FakeServer.start();
  server.wants = wants;
  const { publisher, problems } = publisherOf(
    { url: server.url, trainId: "t", token: "tw_mine" },
    { backoff: { minMs: 1, maxMs: 60_000 } },
  );
  publisher.report({ loss: 1 });
  await server.until(() => server.requests.length === 1);
  await expect.poll(() => problems).toMatchObject([{ code, count: 0, retry: false }]);
  publisher.report({ loss: 2 });
  server.wants = { token: "tw_mine", scopes: ["publish"] };
  await publisher.finish();
  expect(lossesOf(server)).toEqual([1, 2, undefined]);
  expect([server.requests.length, problems.length]).toEqual([3, 1]);
  expect(String(problems)).not.toContain("tw_mine");
});

test("an end that the server wants another token for is rejected as such", async () => {
  await using server = await FakeServer.start();
  server.wants = { token: "another", scopes: ["publish"] };
  const { publisher } = publisherOf({ url: server.url, trainId: "t" }, { finishTimeoutMs: 50 });
  await expect(publisher.finish()).rejects.toMatchObject({ code: "unauthorized", httpStatus: 401 });
});

test("what cannot be reported is told by name", async () => {
  await using server = await FakeServer.start();
  const { publisher, problems } = publisherOf({ url: server.url, trainId: "t" });
  publisher.report({ loss: 1, note: "hello" });
  await publisher.finish();
  expect(problems).toMatchObject([{ code: "bad_report", message: expect.stringContaining("note") }]);
});

test("malformed options are refused at once", () => {
  expect(() => publisherOf({ url: "ftp://server" })).toThrow(expect.objectContaining({ code: "bad_option" }));
  expect(() => publisherOf({ url: "http://server", trainId: "a/b" })).toThrow(
    expect.objectContaining({ code: "bad_id" }),
  );
  expect(() => publisherOf({ url: "http://server", tags: [""] })).toThrow(
    expect.objectContaining({ code: "bad_option" }),
  );
});
