import { expect, test } from "vitest";
import { FakeServer } from "./testing/fake-server.ts";
import { testClient } from "./testing/watching.ts";

test("series are asked for as they were described, without following, and once more only if they changed", async () => {
  await using server = await FakeServer.start();
  server.publish("run", { loss: 0.5 });
  server.publish("run", { loss: 0.25 });
  using client = testClient({ url: server.url });
  const request = {
    metrics: ["loss", "metrics.f1(a,b)"],
    points: 50,
    x: "seq",
    from: 0,
    to: 9,
    digits: 6,
  } as const;
  const first = await client.series("run", request);
  if (first.kind !== "changed") expect.unreachable("the first answer is one");
  expect(first.answer.series[0]?.last).toEqual([0.5, 0.25]);
  expect(await client.series("run", request, { etag: first.etag })).toEqual({ kind: "unchanged" });
  server.publish("run", { loss: 0.125 });
  expect(await client.series("run", request, { etag: first.etag })).toMatchObject({
    kind: "changed",
    answer: { seq: 3 },
  });
  expect(server.upgrades).toBe(0);
  const asked = new URL(server.requests[0]?.replace("GET ", "") ?? "", server.url);
  expect(asked.pathname).toBe("/api/v1/trainings/run/series");
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    metrics: "loss,metrics.f1(a\\,b)",
    points: "50",
    x: "seq",
    from: "0",
    to: "9",
    digits: "6",
  });
});

test("series of what is unknown or malformed are refused with a code", async () => {
  await using server = await FakeServer.start();
  using client = testClient({ url: server.url });
  await expect(client.series("nobody")).rejects.toMatchObject({
    code: "refused",
    wireCode: "unknown_training",
  });
  await expect(client.series("no id")).rejects.toMatchObject({ code: "bad_id" });
  expect(server.requests).toHaveLength(1);
});

test("series are asked for with the token, and a wrong one is told", async () => {
  await using server = await FakeServer.start();
  server.publish("run", { loss: 1 });
  const token = `tw_${"a".repeat(43)}`;
  server.wants = { token, scopes: ["read"] };
  using client = testClient({ url: server.url, token });
  expect((await client.series("run")).kind).toBe("changed");
  using stranger = testClient({ url: server.url });
  await expect(stranger.series("run")).rejects.toMatchObject({ wireCode: "unauthorized" });
});

test("a call ends with its signal, and with the client", async () => {
  await using server = await FakeServer.start();
  server.faults.rest = "hang";
  const client = testClient({ url: server.url });
  const stop = new AbortController();
  const stopped = client.series("run", {}, { signal: stop.signal });
  stop.abort(new Error("enough"));
  await expect(stopped).rejects.toThrow("enough");
  const open = client.series("run");
  client.close();
  await expect(open).rejects.toMatchObject({ code: "closed" });
  await expect(client.series("run")).rejects.toMatchObject({ code: "closed" });
});
