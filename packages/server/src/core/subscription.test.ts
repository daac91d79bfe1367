import { describe, expect, it, vi } from "vitest";
import { FakeSocket } from "../testing/fake-socket.ts";
import { fakeTraining } from "../testing/fake-training.ts";
import { MemoryLog } from "../testing/memory-log.ts";
import { Counters } from "./counters.ts";
import { envelopeFormat, flatFormat } from "./format.ts";
import { Slices } from "./slices.ts";
import { stateAt } from "./state-at.ts";
import { Subscription } from "./subscription.ts";
import { Turns } from "./turns.ts";

function counting() {
  const counters = new Counters();
  return { counters, slices: new Slices(), deliveries: counters.deliveries.envelope };
}

async function subscribed(stored: number, afterSeq?: number, format = envelopeFormat) {
  const { log, training, report } = await fakeTraining(stored);
  const socket = new FakeSocket();
  const onEnd = vi.fn();
  const onError = vi.fn();
  const context = {
    log,
    socket,
    format,
    ...counting(),
    maxBufferedBytes: 100_000,
    turns: new Turns(),
    onEnd,
    onError,
  };
  const subscription = new Subscription(training, context);
  subscription.start(afterSeq);
  return { log, training, report, socket, subscription, onEnd, onError };
}

/** Lets every promise that is ready run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("a subscription", () => {
  it("begins with a snapshot of the head and goes on live", async () => {
    const { report, socket } = await subscribed(2);
    await report({ loss: 0.1 });
    expect(socket.story).toEqual(["s2", "u3"]);
  });

  it("sends a snapshot with seq 0 of a training that has no update", async () => {
    const { socket } = await subscribed(0);
    expect(socket.story).toEqual(["s0"]);
    expect(socket.sent[0]).toMatchObject({
      data: { status: "queued", details: { loss: null, complete: false } },
    });
  });

  it("replays missed updates before live ones, each once, across many pages", async () => {
    const { report, socket } = await subscribed(1203, 1);
    await report({ loss: 0.1 });
    await vi.waitFor(() => expect(socket.story.at(-1)).toBe("u1204"));
    await report({ loss: 0.2 });
    expect(socket.story).toEqual(Array.from({ length: 1204 }, (_, index) => `u${index + 2}`));
  });

  it("words a replay for the flat endpoint as the state after each update", async () => {
    const { socket } = await subscribed(600, 500, flatFormat);
    await vi.waitFor(() => expect(socket.story).toHaveLength(100));
    expect(socket.sent[0]).toMatchObject({ seq: 501, current_step: 501, loss: 1 / 501, job_id: "run" });
    expect(socket.story).toEqual(Array.from({ length: 100 }, (_, index) => `f${index + 501}`));
  });

  it("waits with a replay while the viewer's buffer is full", async () => {
    const { log, training } = await fakeTraining(1000);
    const socket = new FakeSocket();
    socket.bufferedBytes = 100_001;
    const context = {
      log,
      socket,
      ...counting(),
      turns: new Turns(),
      format: envelopeFormat,
      maxBufferedBytes: 100_000,
      onEnd: vi.fn(),
      onError: vi.fn(),
    };
    new Subscription(training, context).start(0);
    await settle();
    expect(socket.story).toEqual([]);
    socket.drain();
    await vi.waitFor(() => expect(socket.story).toHaveLength(1000));
  });

  it("gives a slow viewer the newest state once it has caught up, and updates from there", async () => {
    const { report, socket } = await subscribed(1);
    socket.bufferedBytes = 100_001;
    for (const loss of [3, 2, 1]) await report({ loss });
    expect(socket.story).toEqual(["s1"]);
    socket.drain();
    await settle();
    await report({ loss: 0 });
    expect(socket.story).toEqual(["s1", "s4", "u5"]);
  });

  it("gives a viewer that reads in time the rest of a large commit from the log, without a hole", async () => {
    const { training, socket } = await subscribed(1);
    socket.isHeld = false;
    vi.spyOn(socket, "sendParcel").mockImplementation((parcel) => {
      for (const text of parcel.texts) socket.send(text);
      socket.bufferedBytes += parcel.texts.join("").length;
    });
    const batch = training.begin();
    for (let step = 2; step <= 3000; step += 1) {
      batch.add({ details: { current_step: step }, received_at: "2026-01-01T00:00:00.000Z" });
    }
    await training.commit(batch);
    expect(socket.story.length).toBeLessThan(1000);
    while (socket.story.at(-1) !== "u3000") {
      socket.drain();
      await settle();
    }
    expect(socket.story).toEqual(["s1", ...Array.from({ length: 2999 }, (_, index) => `u${index + 2}`)]);
  });

  it("holds no more than its bound for a flat viewer, whose messages carry the whole state", async () => {
    const { training, log, report } = await fakeTraining(0);
    await report({
      metrics: Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`m${index}`, index])),
    });
    for (let step = 1; step <= 600; step += 1) await report({ current_step: step });
    const socket = new FakeSocket();
    const sizes: number[] = [];
    vi.spyOn(socket, "sendAll").mockImplementation((texts) => {
      sizes.push(texts.join("").length);
      for (const text of texts) socket.send(text);
    });
    const context = {
      log,
      socket,
      maxBufferedBytes: 100_000,
      turns: new Turns(),
      onEnd: vi.fn(),
      onError: vi.fn(),
    };
    new Subscription(training, { ...context, ...counting(), format: flatFormat }).start(0);
    await vi.waitFor(() => expect(socket.story).toHaveLength(601));
    expect(Math.max(...sizes)).toBeLessThan(60_000);
    expect(socket.story.at(-1)).toBe("f601");
  });

  it("closes its own socket if a message cannot be made, and the other viewers are told", async () => {
    const { training, log, report } = await fakeTraining(0);
    const [broken, healthy] = [new FakeSocket(), new FakeSocket()];
    vi.spyOn(broken, "sendParcel").mockImplementation(() => {
      throw new Error("no memory");
    });
    const onError = vi.fn();
    for (const socket of [broken, healthy]) {
      const context = { log, socket, maxBufferedBytes: 100_000, turns: new Turns(), onEnd: vi.fn(), onError };
      new Subscription(training, { ...context, ...counting(), format: envelopeFormat }).start();
    }
    await report({ loss: 1 });
    expect(broken.closedWith).toBe(1011);
    expect(onError).toHaveBeenCalledOnce();
    expect(healthy.story).toEqual(["s0", "u1"]);
  });

  it("gives a slow viewer the end that it missed", async () => {
    const { report, socket, onEnd } = await subscribed(1);
    socket.bufferedBytes = 100_001;
    await report({ loss: 2 });
    await report({ status: "failed" });
    socket.drain();
    await settle();
    expect(socket.story).toEqual(["s1", "s3", "c3"]);
    expect(onEnd).toHaveBeenCalledOnce();
  });

  it("ends with the terminal update and its marker", async () => {
    const { report, socket, onEnd } = await subscribed(1);
    await report({ status: "completed" });
    await report({ loss: 9 });
    expect(socket.story).toEqual(["s1", "u2", "c2"]);
    expect(onEnd).toHaveBeenCalledOnce();
  });

  it("closes the flat endpoint's socket with 1000 after the terminal message", async () => {
    const { report, socket } = await subscribed(1, undefined, flatFormat);
    await report({ status: "completed" });
    expect(socket.story).toEqual(["f1", "f2"]);
    expect(socket.sent.at(-1)).toMatchObject({ complete: true, status: "completed" });
    expect(socket.closedWith).toBe(1000);
  });

  it("sends nothing after it was closed, not even what it was reading", async () => {
    const { report, socket, subscription } = await subscribed(3, 1);
    subscription.close();
    await settle();
    await report({ loss: 1 });
    expect(socket.story).toEqual([]);
  });

  it("catches up with one training of a socket at a time", async () => {
    const { log, training } = await fakeTraining(1000);
    const socket = new FakeSocket();
    const turns = new Turns();
    let reading = 0;
    const read = log.read.bind(log);
    vi.spyOn(log, "read").mockImplementation(async (...args) => {
      reading += 1;
      expect(reading).toBe(1);
      const page = await read(...args);
      reading -= 1;
      return page;
    });
    const context = {
      log,
      socket,
      ...counting(),
      turns,
      format: envelopeFormat,
      maxBufferedBytes: 100_000,
      onEnd: vi.fn(),
    };
    for (let count = 0; count < 3; count += 1) {
      new Subscription(training, { ...context, onError: (error) => expect.unreachable(String(error)) }).start(
        0,
      );
    }
    await vi.waitFor(() => expect(socket.story).toHaveLength(3000));
  });

  it("stops catching up when its socket is closing", async () => {
    const { log, training } = await fakeTraining(1000);
    const socket = new FakeSocket();
    const onEnd = vi.fn();
    const context = {
      log,
      socket,
      ...counting(),
      turns: new Turns(),
      format: envelopeFormat,
      maxBufferedBytes: 100_000,
      onEnd,
    };
    new Subscription(training, { ...context, onError: vi.fn() }).start(0);
    socket.close(1003);
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalledOnce());
    expect(socket.story).toEqual([]);
  });

  it("closes the socket with 1011 if the log cannot be read", async () => {
    const { log, training } = await fakeTraining(3);
    vi.spyOn(log, "read").mockRejectedValue(new Error("disk"));
    const socket = new FakeSocket();
    const onError = vi.fn();
    new Subscription(training, {
      log,
      socket,
      ...counting(),
      format: envelopeFormat,
      maxBufferedBytes: 100_000,
      turns: new Turns(),
      onEnd: vi.fn(),
      onError,
    }).start(0);
    await settle();
    expect(socket.closedWith).toBe(1011);
    expect(onError).toHaveBeenCalledOnce();
  });

  it("begins anew from a snapshot when what it was to send next is trimmed meanwhile", async () => {
    const { log, training, report } = await fakeTraining(2000);
    const trim = async (firstSeq: number) => {
      const state = await stateAt(log, { id: "run", streamId: "stream" }, firstSeq - 1);
      training.noteTrim(firstSeq);
      await log.trim("run", firstSeq, state);
    };
    const view = (format: typeof envelopeFormat) => {
      const socket = new FakeSocket();
      const send = socket.send.bind(socket);
      socket.send = (text) => {
        send(text);
        if (socket.sent.length === 500) socket.bufferedBytes = 100_001;
      };
      const onError = (error: unknown) => expect.unreachable(String(error));
      const context = {
        log,
        socket,
        ...counting(),
        turns: new Turns(),
        format,
        maxBufferedBytes: 100_000,
        onError,
      };
      new Subscription(training, { ...context, onEnd: vi.fn() }).start(0);
      return socket;
    };
    const sockets = [view(envelopeFormat), view(flatFormat)];
    await vi.waitFor(() => expect(sockets.every((socket) => socket.sent.length >= 500)).toBe(true));
    const sent = sockets.map((socket) => socket.sent.length);
    expect(Math.max(...sent)).toBeLessThan(2000);
    await trim(1990);
    for (const socket of sockets) socket.drain();
    await vi.waitFor(() =>
      expect(sockets.every((socket) => socket.sent.at(-1)?.["seq"] === 2000)).toBe(true),
    );
    await report({ loss: 0 });
    const [envelopes, flats] = sockets.map((socket, index) => socket.sent.slice(sent[index]));
    expect(envelopes).toMatchObject([
      { type: "subscription_reset", reason: "expired", first_seq: 1990, seq: 2000, stream_id: "stream" },
      { type: "training_update", snapshot: true, seq: 2000 },
      { type: "training_update", seq: 2001 },
    ]);
    expect(flats).toMatchObject([{ seq: 2000, current_step: 2000 }, { seq: 2001 }]);
  });

  it("tells its viewer when the training is deleted, and ends", async () => {
    const { training, socket, onEnd } = await subscribed(1);
    const flat = new FakeSocket();
    const context = { log: new MemoryLog(), maxBufferedBytes: 100_000, turns: new Turns(), onError: vi.fn() };
    new Subscription(training, {
      ...context,
      ...counting(),
      socket: flat,
      format: flatFormat,
      onEnd: vi.fn(),
    }).start();
    training.markDeleted();
    training.markDeleted();
    expect(socket.sent.slice(1)).toMatchObject([
      { type: "error", code: "training_deleted", train_id: "run" },
    ]);
    expect(onEnd).toHaveBeenCalledOnce();
    expect(flat.closedWith).toBe(4410);
  });
});
