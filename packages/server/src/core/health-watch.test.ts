import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeTraining } from "../testing/fake-training.ts";
import { systemClock } from "./clock.ts";
import { watchHealth } from "./health-watch.ts";
import { recordAll } from "./run-events.ts";
import { statusRecord } from "./server-events.ts";
import type { Trainings } from "./trainings.ts";

describe("the health watch", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-01-01T00:00:00Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("records each change of health once, with its reason, and stops when told", async () => {
    const { training, log } = await fakeTraining(1);
    const trainings = { inUse: () => [training] } as unknown as Trainings;
    const stop = watchHealth(trainings, {
      clock: systemClock,
      onError: (error) => expect.unreachable(String(error)),
    });
    await vi.advanceTimersByTimeAsync(68_000);
    expect(training.head.seq).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(training.head.state).toMatchObject({
      seq: 2,
      health: "late",
      event: { reason: "no update for 69 s, expected every 60 s" },
    });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(training.head.state).toMatchObject({ seq: 3, health: "lost" });
    stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(await log.read("run", 1, { limit: 9, maxBytes: 1e6 })).toHaveLength(2);
  });

  it("leaves a lost training lost after a restart, until its trainer is heard of", async () => {
    const { training } = await fakeTraining(1);
    const trainings = { inUse: () => [training] } as unknown as Trainings;
    const unreachable = (error: unknown) => expect.unreachable(String(error));
    const stop = watchHealth(trainings, { clock: systemClock, onError: unreachable });
    await vi.advanceTimersByTimeAsync(400_000);
    expect(training.head.state.health).toBe("lost");
    const { seq } = training.head;
    stop();
    const stopAgain = watchHealth(trainings, { clock: systemClock, onError: unreachable });
    await vi.advanceTimersByTimeAsync(400_000);
    expect(training.head.seq).toBe(seq);
    training.lastContactAtMs = Date.now();
    await vi.advanceTimersByTimeAsync(1000);
    expect(training.head.state).toMatchObject({ seq: seq + 1, health: "stalled" });
    stopAgain();
  });

  it("records a change at the next look if the disk was full, without a word on it", async () => {
    const { training, log } = await fakeTraining(1);
    const trainings = { inUse: () => [training] } as unknown as Trainings;
    const stop = watchHealth(trainings, {
      clock: systemClock,
      onError: (error) => expect.unreachable(String(error)),
    });
    await vi.advanceTimersByTimeAsync(68_000);
    log.fail = true;
    await vi.advanceTimersByTimeAsync(1000);
    expect([training.head.seq, log.fail]).toEqual([1, false]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(training.head.state).toMatchObject({ seq: 2, health: "late" });
    stop();
  });

  it("judges a trainer that was started and has never reported by when it was", async () => {
    const { training } = await fakeTraining();
    const batch = training.begin();
    batch.add(statusRecord("starting", "its turn has come", Date.now()));
    await training.commit(batch);
    const trainings = { inUse: () => [training] } as unknown as Trainings;
    const onError = (error: unknown) => expect.unreachable(String(error));
    const stop = watchHealth(trainings, { clock: systemClock, onError });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(training.head.seq).toBe(1);
    training.awaitedSinceMs = Date.now();
    await vi.advanceTimersByTimeAsync(69_000);
    expect(training.head.state).toMatchObject({
      status: "starting",
      health: "late",
      event: { reason: "no update for 69 s, expected every 60 s" },
    });
    stop();
  });

  it("takes an alarm back when the server pauses what was late: nothing is awaited of it", async () => {
    const { training } = await fakeTraining(1);
    const trainings = { inUse: () => [training] } as unknown as Trainings;
    const onError = (error: unknown) => expect.unreachable(String(error));
    const stop = watchHealth(trainings, { clock: systemClock, onError });
    await vi.advanceTimersByTimeAsync(69_000);
    expect(training.head.state.health).toBe("late");
    await recordAll(training, () => [statusRecord("paused", "attempt 1 ended with exit code 1", Date.now())]);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(training.head.state).toMatchObject({
      seq: 4,
      health: "ok",
      event: { kind: "health", reason: "the training is paused" },
    });
    stop();
  });

  it("leaves trainings alone that do not run", async () => {
    const { training, report } = await fakeTraining(1);
    await report({ status: "paused" });
    const stop = watchHealth({ inUse: () => [training] } as unknown as Trainings, {
      clock: systemClock,
      onError: () => expect.unreachable(),
    });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(training.head.seq).toBe(2);
    stop();
  });
});
