import { IngestAnswer, UpdatesPage } from "@trainwire/protocol";
import { expect, it } from "vitest";
import { ManualClock } from "./testing/manual-clock.ts";
import { testServer } from "./testing/test-server.ts";

/** A server on a clock that stands still, the trainer of one training, and what its log says of its health. */
async function watchedTraining() {
  const clock = new ManualClock();
  const server = await testServer({ clock });
  const path = "/api/v1/trainings/run/updates";
  const page = async (query: string) =>
    UpdatesPage.parse(await (await server.get(`${path}?${query}`)).json());
  return {
    clock,
    report: async (record: unknown) => {
      const answer = IngestAnswer.parse(await (await server.publish("run", record)).json());
      expect(answer.rejected).toEqual([]);
      return answer.seq;
    },
    /** The health events of the whole log. */
    events: async () => {
      const { updates } = await page("limit=5000");
      return updates.flatMap(({ data }) =>
        data.details.event?.kind === "health" ? [data.details.event] : [],
      );
    },
    /** The event that follows a position: waited for. */
    eventAfter: async (seq: number) => {
      const { updates } = await page(`after_seq=${seq}&wait_seconds=20`);
      return updates[0]?.data.details.event;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

it("raises no alarm about a healthy run with long checkpoint pauses that are promised", async () => {
  await using run = await watchedTraining();
  for (let checkpoint = 1; checkpoint <= 5; checkpoint += 1) {
    for (let step = 1; step <= 10; step += 1) {
      await run.report({ current_step: checkpoint * 10 + step, expect_next_in_seconds: 5 });
      run.clock.pass(step % 5 === 0 ? 12 : 5);
    }
    await run.report({ phase: "checkpoint", expect_next_in_seconds: 120 });
    run.clock.pass(125);
  }
  await run.report({ status: "completed" });
  expect(await run.events()).toEqual([]);
});

it("calls a trainer stalled that lives and reports nothing, within its promise and 10 s", async () => {
  await using run = await watchedTraining();
  const seq = await run.report({ current_step: 1, expect_next_in_seconds: 30 });
  for (let second = 1; second <= 38; second += 1) {
    run.clock.pass(1);
    await run.report([]);
  }
  expect(await run.events()).toEqual([]);
  run.clock.pass(1);
  expect(await run.eventAfter(seq)).toEqual({
    kind: "health",
    health: "stalled",
    reason: "no update for 39 s, promised every 30 s, though its trainer is alive",
    at: "2026-01-01T00:00:39.000Z",
  });
});

it("says of each change of health why, from late over lost to ok", async () => {
  await using run = await watchedTraining();
  const seq = await run.report({ current_step: 1, expect_next_in_seconds: 30 });
  run.clock.pass(39);
  expect(await run.eventAfter(seq)).toMatchObject({ reason: "no update for 39 s, promised every 30 s" });
  run.clock.pass(120);
  expect(await run.eventAfter(seq + 1)).toMatchObject({
    health: "lost",
    reason: "no update for 159 s, promised every 30 s, and its trainer is silent",
  });
  run.clock.pass(41);
  await run.report({ current_step: 2 });
  expect((await run.events()).map(({ health, reason }) => [health, reason])).toEqual([
    ["late", "no update for 39 s, promised every 30 s"],
    ["lost", "no update for 159 s, promised every 30 s, and its trainer is silent"],
    ["ok", "reported again, 200 s after the last update"],
  ]);
});

it("raises no alarm about a training that is paused, however long", async () => {
  await using run = await watchedTraining();
  await run.report({ current_step: 1, expect_next_in_seconds: 5 });
  await run.report({ status: "paused" });
  run.clock.pass(86_400);
  await run.report({ status: "running" });
  run.clock.pass(13);
  await run.report({ current_step: 2 });
  expect(await run.events()).toEqual([]);
});
