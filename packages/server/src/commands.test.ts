import { CommandAnswer, CommandList, CommandStanding, IngestAnswer, UpdatesPage } from "@trainwire/protocol";
import { describe, expect, it } from "vitest";
import { startServer } from "./server.ts";
import { ManualClock } from "./testing/manual-clock.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { type TestServer, testServer } from "./testing/test-server.ts";

/** A server with a training that runs, and shorthands for who tells it something and for its trainer. */
async function runningTraining(options: Parameters<typeof testServer>[0] = {}) {
  const clock = new ManualClock();
  const server = await testServer({ clock, ...options });
  const it = { ...actors(server), clock, server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  await it.report({ status: "running", current_step: 1, attempt: 1 });
  return it;
}

function actors(server: Pick<TestServer, "url">) {
  const at = (path: string) => `${server.url}/api/v1/trainings/run/${path}`;
  const post = (path: string, body: unknown) =>
    fetch(at(path), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  return {
    post,
    async tell(name: string, body: object = {}) {
      const response = await post(name, body);
      return { status: response.status, ...CommandAnswer.parse(await response.json()) };
    },
    async refusal(name: string, body: object | null = {}) {
      const response = await post(name, body);
      return { status: response.status, ...((await response.json()) as { code: string }) };
    },
    async report(record: unknown) {
      return IngestAnswer.parse(await (await post("updates", record)).json());
    },
    async list() {
      return CommandList.parse(await (await fetch(at("commands"))).json()).commands;
    },
    async events(kind: string) {
      const page = UpdatesPage.parse(await (await fetch(at("updates"))).json());
      return page.updates.flatMap(({ data }) =>
        data.details.event?.kind === kind ? [data.details.event] : [],
      );
    },
    async updates(query: string) {
      return UpdatesPage.parse(await (await fetch(at(`updates?${query}`))).json());
    },
  };
}

describe("a command", () => {
  it("is repeated in each ingest answer until its trainer answers it, and each change of it is an event", async () => {
    await using run = await runningTraining();
    const told = await run.tell("pause", { command_id: "p1", reason: "lunch" });
    expect(told).toMatchObject({ status: 202, train_id: "run", training_status: "running" });
    expect(told.command).toMatchObject({ command_id: "p1", name: "pause", state: "open", reason: "lunch" });
    const open = [{ command_id: "p1", name: "pause" }];
    expect((await run.report([])).commands).toEqual(open);
    expect((await run.report({ current_step: 2 })).commands).toEqual(open);
    const taken = await run.report({ command_ack: { command_id: "p1", state: "accepted" } });
    expect(taken).toMatchObject({ accepted: 1, commands: [] });
    run.clock.pass(3);
    await run.report({ status: "paused", command_ack: { command_id: "p1", state: "done" } });
    const [command] = await run.list();
    expect(command).toEqual({ ...told.command, state: "done", changed_at: "2026-01-01T00:00:03.000Z" });
    expect((await run.events("command")).map(({ state, reason }) => `${String(state)}: ${reason}`)).toEqual([
      "open: lunch",
      "accepted: lunch",
      "done: lunch",
    ]);
  });

  it("that is asked twice is one command", async () => {
    await using run = await runningTraining();
    const first = await run.tell("cancel", { command_id: "c1" });
    expect(await run.tell("cancel", { command_id: "c1" })).toEqual(first);
    expect(await run.tell("cancel", { command_id: "c2" })).toEqual(first);
    expect(await run.tell("cancel")).toEqual(first);
    expect(await run.refusal("pause", { command_id: "c1" })).toMatchObject({
      status: 409,
      code: "command_exists",
    });
    expect(await run.list()).toEqual([first.command]);
    expect(await run.events("command")).toHaveLength(1);
  });

  it("is done at once if the training is as it asks", async () => {
    await using run = await runningTraining();
    expect(await run.tell("resume")).toMatchObject({ status: 200, command: { state: "done" } });
    await run.report({ status: "paused" });
    expect(await run.tell("pause")).toMatchObject({ status: 200, command: { state: "done" } });
    expect((await run.report([])).commands).toEqual([]);
  });

  it("is refused where nobody could carry it out", async () => {
    await using run = await runningTraining();
    await run.report({ status: "paused" });
    expect(await run.refusal("checkpoint")).toMatchObject({ status: 409, code: "not_running" });
    const cancel = await run.tell("cancel", { command_id: "c1" });
    await run.report({ status: "cancelled" });
    expect(await run.refusal("pause")).toMatchObject({ status: 409, code: "training_ended" });
    const again = await run.tell("cancel", { command_id: "c1" });
    expect(again).toMatchObject({ status: 200, training_status: "cancelled", command: { state: "done" } });
    expect(again.command.asked_at).toBe(cancel.command.asked_at);
  });

  it("settles in front of the training's end, after which nothing is stored", async () => {
    await using run = await runningTraining();
    await run.tell("checkpoint", { command_id: "k1" });
    await run.report({ status: "completed" });
    const { updates } = await run.updates("after_seq=2");
    expect(updates.map(({ data }) => data.details.event?.["state"] ?? data.status)).toEqual([
      "lapsed",
      "completed",
    ]);
  });

  it("outlives a restart of the server, as does what its trainer answered", async () => {
    using folder = temporaryFolder();
    const first = await startServer({ dataFolder: folder.path, port: 0 });
    const before = actors(first);
    await before.report({ status: "running", loss: 1 });
    await before.tell("checkpoint", { command_id: "k1" });
    await before.report({ command_ack: { command_id: "k1", state: "accepted" } });
    await before.tell("pause", { command_id: "p1" });
    await first.close();
    await using second = await startServer({ dataFolder: folder.path, port: 0 });
    const after = actors(second);
    expect((await after.report([])).commands).toEqual([{ command_id: "p1", name: "pause" }]);
    expect((await after.list()).map(({ name, state }) => `${name} ${state}`)).toEqual([
      "pause open",
      "checkpoint accepted",
    ]);
  });

  it("goes with its training", async () => {
    await using run = await runningTraining();
    await run.tell("pause");
    await fetch(`${run.server.url}/api/v1/trainings/run?force=true`, { method: "DELETE" });
    expect((await run.server.get("/api/v1/trainings/run/commands")).status).toBe(410);
  });

  it.each([
    [{ command_id: "" }, "bad_message"],
    [{ command_id: "x".repeat(65) }, "bad_message"],
    [{ reason: 7 }, "bad_message"],
    [null, "bad_message"],
  ])("whose body is %j is answered with %s", async (body, code) => {
    await using run = await runningTraining();
    expect(await run.refusal("cancel", body ?? null)).toMatchObject({ status: 400, code });
    expect(await run.list()).toEqual([]);
  });

  it("of a training that nobody knows is refused", async () => {
    await using server = await testServer();
    expect(await actors(server).refusal("pause")).toMatchObject({ status: 404, code: "unknown_training" });
  });
});

describe("the answer to a command", () => {
  it("counts from the newest attempt alone, which alone is told", async () => {
    await using run = await runningTraining();
    await run.report({ attempt: 2 });
    await run.tell("pause", { command_id: "p1" });
    const stale = await run.report({ attempt: 1, command_ack: { command_id: "p1", state: "refused" } });
    expect(stale.rejected).toMatchObject([{ code: "stale_attempt" }]);
    expect(stale.commands).toEqual([]);
    await run.report({ attempt: 2, rank: 1, command_ack: { command_id: "p1", state: "refused" } });
    expect((await run.list())[0]?.state).toBe("open");
    await run.report({ attempt: 2, rank: 0, command_ack: { command_id: "p1", state: "accepted" } });
    expect((await run.list())[0]?.state).toBe("accepted");
  });

  it("may come again, and may be to a command that nobody knows: then it is a sign of life", async () => {
    await using run = await runningTraining();
    await run.tell("checkpoint", { command_id: "k1" });
    const done = {
      command_ack: { command_id: "k1", state: "done" },
      producer_id: "p",
      producer_seq: 1,
    };
    expect(await run.report(done)).toMatchObject({ accepted: 1, repeated: 0 });
    expect(await run.report(done)).toMatchObject({ accepted: 0, repeated: 1 });
    expect(await run.report({ command_ack: done.command_ack })).toMatchObject({ accepted: 0, rejected: [] });
    const unknown = { current_step: 9, command_ack: { command_id: "none", state: "done" } };
    expect(await run.report(unknown)).toMatchObject({ accepted: 1, rejected: [] });
    expect(await run.events("command")).toHaveLength(2);
  });

  it("may say why it is refused", async () => {
    await using run = await runningTraining();
    await run.tell("checkpoint", { command_id: "k1", reason: "to be safe" });
    await run.report({ command_ack: { command_id: "k1", state: "refused", reason: "nothing learnt yet" } });
    expect((await run.list())[0]).toMatchObject({ state: "refused", reason: "nothing learnt yet" });
    expect(CommandStanding.safeParse((await run.list())[0]).success).toBe(true);
  });
});

describe("a cancel that its trainer does not obey", () => {
  it("ends the training after the grace, with the reason", async () => {
    await using run = await runningTraining();
    await run.tell("cancel", { command_id: "c1" });
    run.clock.pass(29);
    expect((await run.report({ current_step: 2 })).rejected).toEqual([]);
    const ended = run.updates("after_seq=3&wait_seconds=20");
    run.clock.pass(1);
    const { updates } = await ended;
    expect(updates.map(({ data }) => data.details.event?.kind)).toEqual(["command", "status"]);
    expect(updates[1]?.data).toMatchObject({
      status: "cancelled",
      details: { event: { reason: "its trainer did not answer the cancel within 30 s" } },
    });
    expect((await run.list())[0]?.state).toBe("done");
    expect((await run.report({ current_step: 3 })).rejected).toMatchObject([{ code: "training_ended" }]);
  });

  it("has the grace once more after it was accepted", async () => {
    await using run = await runningTraining({ cancelGraceSeconds: 5 });
    await run.tell("cancel", { command_id: "c1" });
    run.clock.pass(4);
    await run.report({ command_ack: { command_id: "c1", state: "accepted" } });
    run.clock.pass(4);
    expect((await run.report({ current_step: 2 })).rejected).toEqual([]);
    const ended = run.updates("after_seq=4&wait_seconds=20");
    run.clock.pass(1);
    expect((await ended).updates[1]?.data.details.event).toMatchObject({
      reason: "its trainer accepted the cancel, and did not end within 5 s",
    });
  });

  it("is found again by a server that starts, also of a training that is paused", async () => {
    using folder = temporaryFolder();
    const clock = new ManualClock();
    const options = { dataFolder: folder.path, port: 0, clock };
    const first = await startServer(options);
    await actors(first).report({ status: "paused" });
    await actors(first).tell("cancel", { command_id: "c1" });
    await first.close();
    clock.pass(3600);
    await using second = await startServer(options);
    const after = actors(second);
    clock.pass(29);
    const ended = after.updates("after_seq=2&wait_seconds=20");
    clock.pass(1);
    expect((await ended).updates.at(-1)?.data.status).toBe("cancelled");
  });
});
