import { BatchReader, encode } from "@trainwire/protocol";
import { expect, it, vi } from "vitest";
import { FakeSocket } from "../testing/fake-socket.ts";
import { fakeTraining } from "../testing/fake-training.ts";
import { Channels } from "./channels.ts";
import { Counters } from "./counters.ts";
import { runsFormat } from "./format.ts";
import { Slices } from "./slices.ts";
import { Subscription } from "./subscription.ts";
import { Turns } from "./turns.ts";

async function subscribed(stored: number, afterSeq?: number) {
  const { log, training, report } = await fakeTraining(stored);
  const counters = new Counters();
  const socket = new FakeSocket();
  const format = runsFormat(new Channels());
  const { streamId, head, id } = training;
  const status = "subscribed";
  const confirmed = { type: "subscription_confirmed" as const, train_id: id, status, stream_id: streamId };
  socket.send(JSON.stringify({ ...confirmed, seq: head.seq, ...format.confirm?.(training) }));
  const subscription = new Subscription(training, {
    log,
    socket,
    format,
    counters,
    deliveries: counters.deliveries.envelope,
    turns: new Turns(),
    slices: new Slices(),
    maxBufferedBytes: 100_000,
    onEnd: () => undefined,
    onError: (error) => expect.unreachable(String(error)),
  });
  subscription.start(afterSeq);
  /** Kind and seq of each message that a reader makes of all that was sent: `u3` is update 3, `s3` a snapshot. */
  const story = () =>
    new BatchReader().read(JSON.stringify(socket.sent)).flatMap((read) => {
      if (read.kind !== "message") return [encode(read as never)];
      const { message } = read;
      if (message.type !== "training_update") return [];
      return [`${message.snapshot ? "s" : "u"}${message.seq} ${message.data.progress}`];
    });
  return { report, socket, story };
}

it("a viewer that catches up has stored updates as in version 1, and then runs that go on from them", async () => {
  const { report, socket, story } = await subscribed(3, 1);
  await report({ progress: 40 });
  await vi.waitFor(() => expect(story()).toEqual(["u2 0", "u3 0", "u4 40"]));
  await Promise.all([report({ loss: 1 }), report({ progress: 50 })]);
  expect(story().slice(3)).toEqual(["u5 40", "u6 50"]);
  expect(socket.sent.at(-1)).toEqual([0, 5, { d: { loss: 1 } }, { p: 50, d: { progress: 50 } }]);
});

it("a viewer that was too slow goes on from the newest state", async () => {
  const { report, socket, story } = await subscribed(0);
  await report({ progress: 10 });
  socket.bufferedBytes = 100_001;
  await report({ progress: 20 });
  await report({ progress: 30 });
  expect(story()).toEqual(["s0 0", "u1 10"]);
  socket.drain();
  await vi.waitFor(() => expect(story().at(-1)).toBe("s3 30"));
  await report({ loss: 1 });
  expect(story()).toEqual(["s0 0", "u1 10", "s3 30", "u4 30"]);
});

it("a training keeps its number for all sockets, and no two have the same", async () => {
  const channels = new Channels();
  const [{ training: one }, { training: two }] = [await fakeTraining(), await fakeTraining()];
  expect([one, two, one].map((training) => channels.of(training))).toEqual([0, 1, 0]);
});
