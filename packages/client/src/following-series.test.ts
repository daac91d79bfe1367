import { expect, test } from "vitest";
import type { SeriesSnapshot } from "./follow/following-series.ts";
import { FakeServer } from "./testing/fake-server.ts";
import { seqsOf, testClient, until } from "./testing/watching.ts";

/** Every seq that the snapshot shows: those of the answer, then those of its tail. */
function seqsShown({ answer, tail }: SeriesSnapshot): number[] {
  return [...(answer?.series[0]?.seq ?? []), ...seqsOf(tail)];
}

const isShowing = (head: number) => (snapshot: SeriesSnapshot) => seqsShown(snapshot).at(-1) === head;

test("series go on live where their answer ends, and end with the training", async () => {
  await using server = await FakeServer.start();
  server.publish("run", { loss: 3 });
  server.publish("run", { loss: 2 });
  using client = testClient({ url: server.url });
  using following = client.followSeries("run", { metrics: ["loss"] });
  expect(following.snapshot.get()).toMatchObject({ phase: "waiting", answer: null });
  await until(following.snapshot, isShowing(2));
  await server.until(() => server.received.length === 1);
  server.publish("run", { loss: 1 });
  server.publish("run", { status: "completed" });
  const ended = await until(following.snapshot, ({ phase }) => phase === "ended");
  expect(seqsShown(ended)).toEqual([1, 2, 3, 4]);
  expect(ended.tail[0]?.data.details.loss).toBe(1);
  expect(server.requests.filter((request) => request.includes("/series"))).toHaveLength(1);
});

test("a tail that has grown long gives way to a new answer, without a hole", async () => {
  await using server = await FakeServer.start();
  server.publish("run", { loss: 9 });
  using client = testClient({ url: server.url }, { maxSeriesTail: 3 });
  using following = client.followSeries("run");
  await until(following.snapshot, ({ phase }) => phase === "following");
  for (let loss = 8; loss > 0; loss -= 1) server.publish("run", { loss });
  const shown = await until(
    following.snapshot,
    (snapshot) => isShowing(9)(snapshot) && (snapshot.answer?.seq ?? 0) > 1,
  );
  expect(seqsShown(shown)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(shown.tail.length).toBeLessThan(4);
});

test("series begin anew when the log was numbered anew", async () => {
  await using server = await FakeServer.start();
  const log = server.register("run");
  server.publish("run", { loss: 9 });
  using client = testClient({ url: server.url });
  using following = client.followSeries("run");
  await until(following.snapshot, isShowing(1));
  log.renumber("another-stream");
  server.cut();
  server.publish("run", { loss: 1 });
  const shown = await until(following.snapshot, ({ answer }) => answer?.stream_id === "another-stream");
  expect(seqsShown(shown)).toEqual([1]);
});

test("series of a training that nobody knows yet say so, and come when it does", async () => {
  await using server = await FakeServer.start();
  using client = testClient({ url: server.url });
  using following = client.followSeries("later");
  await until(following.snapshot, ({ error }) => error?.code === "unknown_training");
  server.publish("later", { loss: 1 });
  const shown = await until(following.snapshot, isShowing(1));
  expect(shown.error).toBeNull();
});

test("nothing is open after the series, or their client, were stopped", async () => {
  await using server = await FakeServer.start();
  server.publish("run", { loss: 1 });
  const client = testClient({ url: server.url });
  const following = client.followSeries("run");
  await until(following.snapshot, ({ phase }) => phase === "following");
  following.stop();
  await server.until(() => server.connections === 0);
  client.followSeries("nobody");
  client.close();
  expect(() => client.followSeries("run")).toThrow("closed");
});
