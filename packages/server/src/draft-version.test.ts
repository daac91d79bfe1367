import { decodeServerMessage } from "@trainwire/protocol";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, testServer } from "./testing/test-server.ts";
import { type Frame, refusedHandshake, TestViewer } from "./testing/test-viewer.ts";

const draft = "trainwire.v2-draft";
const v1 = "trainwire.v1";

let server: TestServer;
beforeAll(async () => {
  server = await testServer({ draftVersions: true, heartbeatSeconds: 60 });
});
afterAll(() => server.close());

/** A viewer of some trainings, of which it has the confirmations and what came with them. */
async function viewerOf(protocols: string[], ...trainIds: string[]): Promise<TestViewer> {
  const viewer = await TestViewer.open(server.wsUrl("/ws"), protocols);
  for (const train_id of trainIds) viewer.send({ type: "subscribe_training", train_id });
  await passed(viewer);
  return viewer;
}

/** Everything that was sent to a viewer until it was answered. */
async function passed(viewer: TestViewer): Promise<Frame[]> {
  viewer.send({ type: "ping" });
  await viewer.nextOf("pong");
  return viewer.frames.splice(0);
}

const storyOf = (frames: readonly Frame[], trainId: string) =>
  frames.filter((frame) => frame["train_id"] === trainId);

describe("the second version is spoken", () => {
  it("to those who offer it, first or last, and never to others", async () => {
    for (const offers of [[draft], [v1, draft], [draft, v1]]) {
      await using viewer = await TestViewer.open(server.wsUrl("/ws"), offers);
      expect(await viewer.nextOf("welcome")).toMatchObject({ version: draft });
      expect(viewer.texts[0]).toMatch(/^\[\{"type":"welcome"/);
    }
    for (const offers of [[], [v1]]) {
      await using viewer = await viewerOf(offers, "nobody");
      expect(viewer.ws.protocol).toBe(offers[0] ?? "");
      for (const text of viewer.texts) expect(text).toMatch(/^\{/);
    }
  });

  it("on /ws alone, and told by the version route", async () => {
    await server.publish("run", { loss: 1 });
    const path = server.wsUrl("/ws/training/run");
    expect(await refusedHandshake(path, { protocols: [draft] })).toMatchObject({
      status: 400,
      body: { code: "unsupported_version", supported: [v1] },
    });
    await using viewer = await TestViewer.open(path, [draft, v1]);
    expect(viewer.ws.protocol).toBe(v1);
    const answer = await server.get("/api/v1/version");
    expect(await answer.json()).toMatchObject({ supported: [draft, v1] });
  });

  it("by no server that was not told to", async () => {
    await using plain = await testServer();
    expect(await refusedHandshake(plain.wsUrl("/ws"), { protocols: [draft] })).toMatchObject({
      body: { code: "unsupported_version", supported: [v1] },
    });
    await using viewer = await TestViewer.open(plain.wsUrl("/ws"), [draft, v1]);
    expect(viewer.ws.protocol).toBe(v1);
    const answer = await plain.get("/api/v1/version");
    expect(await answer.json()).toMatchObject({ supported: [v1] });
  });
});

/** What a reader of version 1 makes of a frame. */
function readFirst(frame: Frame): unknown {
  const read = decodeServerMessage(JSON.stringify(frame));
  return read.kind === "message" ? read.message : read;
}

const number = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom("NaN", "Infinity", null, 0));
const record = fc.record(
  {
    loss: number,
    progress: fc.nat(100),
    current_step: fc.nat(50),
    phase: fc.constantFrom("details", '"details":{}', "\\", "é🚂"),
    metrics: fc.dictionary(fc.constantFrom("a", '"details":', "}}"), number),
    attempt: fc.integer({ min: 1, max: 3 }),
    status: fc.constantFrom("starting", "running", "running", "paused", "running", "completed"),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const trainIds = ["one", "two", "three"];
const request = fc.record({
  to: fc.nat(trainIds.length - 1),
  records: fc.array(record, { minLength: 1, maxLength: 5 }),
});

describe("a viewer of the second version", () => {
  it("has, message for message, what one of the first has, whatever is reported", async () => {
    let runs = 0;
    const course = fc.array(fc.array(request, { maxLength: 6 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(course, async (turns) => {
        runs += 1;
        const ids = trainIds.map((id) => `${id}-${runs}`);
        for (const id of ids) await server.publish(id, []);
        await using first = await viewerOf([v1], ...ids);
        await using second = await viewerOf([draft], ...ids);
        for (const turn of turns) {
          await Promise.all(turn.map(({ to, records }) => server.publish(ids[to] ?? "", records)));
        }
        const [expected, got] = await Promise.all([passed(first), passed(second)]);
        for (const id of ids) expect(storyOf(got, id)).toEqual(storyOf(expected, id).map(readFirst));
        expect(got.length).toBe(expected.length);
      }),
      { numRuns: 40 },
    );
  });

  it("has the updates of one turn of many trainings in few frames, each once", async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `many-${index}`);
    for (const id of ids) await server.publish(id, []);
    await using viewer = await viewerOf([draft], ...ids);
    const before = viewer.texts.length;
    const reports = Array.from({ length: 4 }, (_, step) => ({ current_step: step }));
    await Promise.all(ids.map((id) => server.publish(id, reports)));
    const updates = await passed(viewer);
    for (const id of ids) expect(storyOf(updates, id).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(viewer.texts.length - before).toBeLessThan(50);
  });

  it("resumes exactly: at the end, in between, and after the end of the training", async () => {
    await server.publish("resumed", [{ loss: 3 }, { loss: 2 }]);
    for (const after_seq of [0, 1, 2]) {
      await using viewer = await TestViewer.open(server.wsUrl("/ws"), [draft]);
      viewer.send({ type: "subscribe_training", train_id: "resumed", after_seq });
      await viewer.nextOf("subscription_confirmed");
      await server.publish("resumed", { progress: 7 + after_seq });
      const missed = 2 - after_seq + after_seq + 1;
      for (let seq = after_seq + 1; seq <= missed; seq += 1) {
        expect(await viewer.nextOf("training_update")).toMatchObject({ seq });
      }
    }
    await server.publish("resumed", { status: "failed" });
    await using viewer = await TestViewer.open(server.wsUrl("/ws"), [draft]);
    viewer.send({ type: "subscribe_training", train_id: "resumed", after_seq: 5 });
    expect(await viewer.nextOf("training_completed")).toMatchObject({ seq: 6 });
    viewer.send({ type: "subscribe_training", train_id: "resumed", after_seq: 99 });
    const types = (await passed(viewer)).map((frame) => frame.type);
    expect(types).toEqual([
      "welcome",
      "subscription_confirmed",
      "training_update",
      "subscription_confirmed",
      "subscription_reset",
      "training_update",
      "training_completed",
    ]);
  });

  it("is told of the end and of errors as in the first", async () => {
    await server.publish("ending", { loss: 1 });
    await using viewer = await viewerOf([draft], "ending", "nobody");
    await server.publish("ending", { status: "completed" });
    expect(await viewer.nextOf("training_completed")).toMatchObject({ seq: 2 });
    expect(viewer.frames).toMatchObject([{ type: "training_update", seq: 2, data: { status: "completed" } }]);
    viewer.send("{");
    expect(await viewer.nextOf("error")).toMatchObject({ code: "bad_json" });
  });
});
