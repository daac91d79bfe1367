import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { poll, watch } from "./harness/raw-viewers.ts";
import { ServerProcess } from "./harness/server-process.ts";

const steps = 300;

/** Publishes steps one by one, each again until it is acknowledged, as a trainer whose server may crash does. */
async function train(server: ServerProcess, afterStep: (step: number) => Promise<void>): Promise<void> {
  for (let step = 1; step <= steps; step += 1) {
    const status = step === steps ? "completed" : "running";
    const record = {
      current_step: step,
      total_steps: steps,
      loss: 1 / step,
      status,
      producer_id: "p",
      producer_seq: step,
    };
    let isStored = false;
    while (!isStored) {
      isStored = await server.publish("run", record).then(
        (answer) => answer.ok,
        () => false,
      );
      if (!isStored) await pause(20);
    }
    await afterStep(step);
  }
}

const expected = Array.from({ length: steps }, (_, index) => {
  const step = index + 1;
  return `${step} ${step} ${step === steps ? "completed" : "running"}`;
});

describe("three viewers and a poller of one training", () => {
  it.each([
    ["while the server runs on", []],
    ["while the server is killed and restarted twice", [100, 200]],
  ])("see the same sequence, without hole or repeat, and one end, %s", async (_how, kills) => {
    await using server = await ServerProcess.start();
    await server.publish("run", []);
    const sightings = Promise.all([
      watch(server.url, "run", { format: "envelope" }),
      watch(server.url, "run", { format: "flat" }),
      watch(server.url, "run", { format: "envelope", dropEvery: 37 }),
      poll(server.url, "run"),
    ]);
    await train(server, async (step) => {
      if (kills.includes(step)) await server.killAndRestart();
    });
    for (const { lines, ends } of await sightings) {
      expect(lines).toEqual(expected);
      expect(ends).toBe(1);
    }
  });

  it("lose nothing that was acknowledged when the server is killed under load", async () => {
    await using server = await ServerProcess.start();
    let acknowledged = 0;
    const load = (async () => {
      for (let seq = 1; ; seq += 1) {
        const answer = await server.publish("run", { current_step: seq }).catch(() => undefined);
        if (!answer?.ok) return;
        acknowledged = seq;
        if (seq === 150) void server.end("SIGKILL");
      }
    })();
    await load;
    await server.killAndRestart();
    const answer = await fetch(`${server.url}/api/v1/trainings/run/updates?limit=5000`);
    const page = (await answer.json()) as { updates: { seq: number }[] };
    expect(acknowledged).toBeGreaterThanOrEqual(150);
    expect(page.updates.length).toBeGreaterThanOrEqual(acknowledged);
    expect(page.updates.map((update) => update.seq)).toEqual(page.updates.map((_, index) => index + 1));
  });
});
