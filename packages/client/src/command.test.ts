import { expect, test } from "vitest";
import { FakeServer } from "./testing/fake-server.ts";
import { testClient } from "./testing/watching.ts";

const path = "/api/v1/trainings/run";
const command = {
  command_id: "p1",
  name: "pause",
  state: "open",
  reason: "lunch",
  asked_at: "2026-01-01T00:00:00.000Z",
  changed_at: "2026-01-01T00:00:00.000Z",
};

test("a training is told something, with an id and a reason if given", async () => {
  await using server = await FakeServer.start();
  using client = testClient({ url: server.url });
  const answer = { train_id: "run", training_status: "running", command };
  server.replies.set(`POST ${path}/pause`, { status: 202, body: answer });
  expect(await client.command("run", "pause", { commandId: "p1", reason: "lunch" })).toEqual(answer);
  await client.command("run", "pause");
  expect(server.asked).toEqual([{ command_id: "p1", reason: "lunch" }, {}]);
});

test("what it was told is listed", async () => {
  await using server = await FakeServer.start();
  using client = testClient({ url: server.url });
  server.replies.set(`GET ${path}/commands`, { status: 200, body: { commands: [command] } });
  expect(await client.commands("run")).toEqual({ commands: [command] });
});

test("a refusal names its code", async () => {
  await using server = await FakeServer.start();
  using client = testClient({ url: server.url });
  const body = { code: "training_ended", message: "it has ended" };
  server.replies.set(`POST ${path}/cancel`, { status: 409, body });
  await expect(client.command("run", "cancel")).rejects.toMatchObject({
    code: "refused",
    wireCode: "training_ended",
    retry: false,
  });
  await expect(client.command("no id", "cancel")).rejects.toMatchObject({ code: "bad_id" });
});
