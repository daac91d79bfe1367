import { expect, test } from "vitest";
import { FakeServer } from "./testing/fake-server.ts";
import { testClient } from "./testing/watching.ts";

const token = `tw_${"a".repeat(43)}`;

test("a training is changed in what the patch names, and answered whole", async () => {
  await using server = await FakeServer.start();
  server.publish("run", { loss: 0.5 });
  using client = testClient({ url: server.url });
  const patch = { name: "third try", tags: ["digits"], notes: null, retention: { updates: 100 } };
  const summary = await client.patchTraining("run", patch);
  expect(summary).toMatchObject({ job_id: "run", loss: 0.5, ...patch });
  expect(server.patches).toEqual([patch]);
  expect(server.requests).toEqual(["PATCH /api/v1/trainings/run"]);
  expect(server.upgrades).toBe(0);
});

test("a training that runs is deleted by force alone, and once", async () => {
  await using server = await FakeServer.start();
  server.publish("run", { loss: 0.5 });
  using client = testClient({ url: server.url });
  await expect(client.deleteTraining("run")).rejects.toMatchObject({
    code: "refused",
    wireCode: "training_running",
    httpStatus: 409,
    retry: false,
  });
  await expect(client.deleteTraining("run", { force: true })).resolves.toBeUndefined();
  expect(server.logs.has("run")).toBe(false);
  const gone = { code: "refused", wireCode: "training_deleted" };
  await expect(client.deleteTraining("run")).rejects.toMatchObject(gone);
  await expect(client.patchTraining("run", { name: "x" })).rejects.toMatchObject(gone);
  expect(server.requests.slice(0, 2)).toEqual([
    "DELETE /api/v1/trainings/run",
    "DELETE /api/v1/trainings/run?force=true",
  ]);
});

test("one that ended is deleted without force", async () => {
  await using server = await FakeServer.start();
  server.publish("run", { status: "completed" });
  using client = testClient({ url: server.url });
  await client.deleteTraining("run");
  expect(server.logs.size).toBe(0);
});

test("what is unknown, malformed or not covered by the token is refused with a code", async () => {
  await using server = await FakeServer.start();
  server.publish("run", { status: "completed" });
  using client = testClient({ url: server.url, token });
  await expect(client.deleteTraining("nobody")).rejects.toMatchObject({ wireCode: "unknown_training" });
  await expect(client.patchTraining("no id", {})).rejects.toMatchObject({ code: "bad_id" });
  server.wants = { token, scopes: ["read"] };
  await expect(client.patchTraining("run", {})).rejects.toMatchObject({ code: "forbidden" });
  await expect(client.deleteTraining("run")).rejects.toMatchObject({ code: "forbidden" });
  using stranger = testClient({ url: server.url });
  await expect(stranger.deleteTraining("run")).rejects.toMatchObject({ code: "unauthorized" });
  server.wants = { token, scopes: ["control"] };
  await client.deleteTraining("run");
  expect(server.logs.size).toBe(0);
});

test("a change ends with its signal and with the client, and is not repeated by itself", async () => {
  await using server = await FakeServer.start();
  server.publish("run", { status: "completed" });
  const client = testClient({ url: server.url });
  server.faults.rest = "unavailable";
  await expect(client.deleteTraining("run")).rejects.toMatchObject({ code: "unreachable", retry: true });
  expect(server.requests).toHaveLength(1);
  server.faults.rest = "hang";
  const stop = new AbortController();
  const stopped = client.patchTraining("run", {}, { signal: stop.signal });
  stop.abort(new Error("enough"));
  await expect(stopped).rejects.toThrow("enough");
  const open = client.deleteTraining("run");
  client.close();
  await expect(open).rejects.toMatchObject({ code: "closed" });
  await expect(client.patchTraining("run", {})).rejects.toMatchObject({ code: "closed" });
});
