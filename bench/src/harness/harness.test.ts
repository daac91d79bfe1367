import { beforeAll, describe, expect, it } from "vitest";
import { delayMs, type Fault, FaultyServer } from "../testing/faulty-server.ts";
import { compileHarness } from "./compile.ts";
import { Harness, type HarnessResult } from "./harness.ts";
import type { Load } from "./load.ts";

const viewers = 200;
const trainings = 10;
const load: Load = {
  trainings,
  viewers,
  mode: { kind: "rate", updatesPerSecond: 200, seconds: 0.7, warmup: 50 },
};
let harness: Harness;

beforeAll(async () => {
  harness = new Harness(await compileHarness());
});

/** What the harness reports of a server with this fault, and the pongs that the server received. */
async function under(fault: Fault, options: Record<string, string | number> = {}) {
  await using server = await FaultyServer.start(fault);
  const place = { port: server.port, pid: process.pid };
  const common = { path: "/ws/job_{ch}", "pub-path": "/publish/job_{ch}", settle: 0.1, drain: 0.5 };
  const result = await harness.run(place, load, { ...common, ...options });
  return { ...result, pongs: server.pongs };
}

/** The same, of a server that sends frames of runs. */
async function underRuns(fault: Fault) {
  await using server = await FaultyServer.start(fault, true);
  const place = { port: server.port, pid: process.pid };
  const common = { path: "/ws/job_{ch}", "pub-path": "/publish/job_{ch}", settle: 0.1, drain: 0.5 };
  const runs = { runs: true, "confirm-key": "subscription_confirmed", confirm: 1 } as const;
  const result = await harness.run(place, load, { ...common, ...runs });
  return result;
}

const isClean = ({ missing, duplicates, misrouted, closed, http_errors, complete }: HarnessResult) =>
  missing + duplicates + misrouted + closed + http_errors === 0 && complete;
const perUpdate = viewers / trainings;

describe("the harness", () => {
  it("reports nothing where nothing is wrong", async () => {
    const result = await under("none");
    expect(isClean(result)).toBe(true);
    expect(result.published).toBeGreaterThan(100);
    expect(result.deliveries).toBe(result.published * perUpdate);
  });

  it("notices lost updates", async () => {
    const result = await under("drop");
    expect(result.missing).toBeGreaterThan(0);
    expect(result.complete).toBe(false);
    expect(result.duplicates).toBe(0);
  });

  it("notices repeated updates", async () => {
    const result = await under("repeat");
    expect(result.duplicates).toBeGreaterThan(0);
    expect(result.missing).toBe(0);
  });

  it("notices updates of another training", async () => {
    expect((await under("misroute")).misrouted).toBeGreaterThan(0);
  });

  it("counts what waits in the server as latency", async () => {
    const result = await under("delay");
    expect(isClean(result)).toBe(true);
    // Timers of Node fire up to a millisecond early.
    expect(result.lat_ms.p50).toBeGreaterThanOrEqual(delayMs - 2);
  });

  it.each(["fragment", "split"] as const)("reads messages that come in pieces: %s", async (fault) => {
    const result = await under(fault);
    expect(isClean(result)).toBe(true);
    expect(result.deliveries).toBe(result.published * perUpdate);
  });

  it("counts each of several updates in one frame", async () => {
    const result = await under("join");
    expect(result.duplicates).toBe(result.deliveries);
    expect(result.missing).toBe(0);
  });

  it("notices connections that the server closes", async () => {
    expect((await under("close")).closed).toBe(1);
  });

  it("answers pings", async () => {
    const result = await under("ping");
    expect(isClean(result)).toBe(true);
    expect(result.pongs).toBeGreaterThan(result.deliveries * 0.99);
  });

  it("notices requests that are refused", async () => {
    expect((await under("refuse")).http_errors).toBeGreaterThan(0);
  });

  it("notices answers that say fewer updates were stored than were sent", async () => {
    const result = await under("none", { batch: 4, "accepted-key": '"accepted"' });
    expect(result.missing + result.duplicates).toBe(0);
    expect(result.http_errors).toBeGreaterThan(0);
  });

  it("counts each update of a batch once", async () => {
    const result = await under("none", { batch: 4 });
    expect(isClean(result)).toBe(true);
    expect(result.deliveries).toBe(result.published * perUpdate);
    expect(result.published % 4).toBe(0);
  });

  it("counts each update of a run, and knows whose it is by the number of its confirmation", async () => {
    const result = await underRuns("none");
    expect(isClean(result)).toBe(true);
    expect(result.published).toBeGreaterThan(100);
    expect(result.deliveries).toBe(result.published * perUpdate);
  });

  it("notices in runs what is lost, repeated, or of another number", async () => {
    const [lost, repeated, misrouted] = [
      await underRuns("drop"),
      await underRuns("repeat"),
      await underRuns("misroute"),
    ];
    expect([lost.missing > 0, lost.duplicates, lost.misrouted, lost.complete]).toEqual([true, 0, 0, false]);
    expect([repeated.missing, repeated.duplicates > 0, repeated.misrouted]).toEqual([0, true, 0]);
    expect([misrouted.missing > 0, misrouted.misrouted > 0]).toEqual([true, true]);
  });
});
