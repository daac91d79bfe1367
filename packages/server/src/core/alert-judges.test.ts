import { type AlertKind, type Details, initialState, nextState } from "@trainwire/protocol";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultThresholds, judgeOf } from "./alert-judges.ts";
import { RunningMedian } from "./running-median.ts";

/** A rule at a training of its own: what it says of each report, and of the time. */
function bench(kind: AlertKind, threshold = defaultThresholds[kind] ?? 0) {
  let state = initialState("run", "st-1");
  let nowMs = Date.parse("2026-01-01T00:00:00.000Z");
  const judge = judgeOf(kind, threshold, nowMs);
  return {
    report: (details: Details, attempt = 1) => {
      state = nextState(state, { details, attempt, received_at: new Date(nowMs).toISOString() });
      return judge.onUpdate(state, details, nowMs);
    },
    after: (seconds: number) => {
      nowMs += seconds * 1000;
      return judge.onTime?.(state, nowMs);
    },
  };
}

const nan = (name: string) => ({ name, value: "NaN" }) as const;

describe("nonfinite", () => {
  it("fires with the names, and is gone when all are finite again", () => {
    const { report } = bench("nonfinite");
    expect(report({ loss: 1 })).toEqual({ fires: false });
    expect(report({ loss: null, nonfinite: [nan("loss")] })).toEqual({ fires: true, reason: "loss is NaN" });
    expect(report({ current_step: 3 })).toMatchObject({ fires: true });
    expect(report({ loss: 2 })).toEqual({ fires: false });
  });
});

describe("loss_spike", () => {
  const steady = (report: (details: Details, attempt?: number) => unknown, attempt = 1) => {
    for (let step = 0; step < 20; step += 1) report({ loss: 1 + (step % 3) / 10 }, attempt);
  };

  it("fires above the factor times the median, says both, and is gone below", () => {
    const { report } = bench("loss_spike", 3);
    steady(report);
    expect(report({ loss: 3.2 })).toEqual({ fires: false });
    expect(report({ loss: 3.4 })).toMatchObject({
      fires: true,
      reason: expect.stringContaining("loss 3.4 is above 3"),
    });
    expect(report({ loss: 1 })).toEqual({ fires: false });
  });

  it("says nothing of the first losses, of reports without one, and of one that is not finite", () => {
    const { report } = bench("loss_spike", 2);
    expect(report({ loss: 1 })).toBeUndefined();
    expect(report({ loss: 100 })).toBeUndefined();
    steady(report);
    expect(report({ current_step: 7 })).toBeUndefined();
    expect(report({ loss: null, nonfinite: [nan("loss")] })).toBeUndefined();
  });

  it("begins anew with an attempt, which may go on from long before", () => {
    const { report } = bench("loss_spike", 2);
    steady(report);
    expect(report({ loss: 9 }, 2)).toBeUndefined();
  });

  it("knows losses below zero", () => {
    const { report } = bench("loss_spike", 3);
    for (let step = 0; step < 12; step += 1) report({ loss: -1 });
    expect(report({ loss: 0.9 })).toEqual({ fires: false });
    expect(report({ loss: 1.1 })).toMatchObject({ fires: true });
  });
});

describe("gpu_memory", () => {
  it("fires at the threshold, by what is allocated or reserved", () => {
    const { report } = bench("gpu_memory", 70);
    expect(report({ gpu_memory_allocated_gb: 69.9 })).toEqual({ fires: false });
    expect(report({ gpu_memory_reserved_gb: 70 })).toMatchObject({ fires: true });
    expect(report({ gpu_memory_reserved_gb: 60 })).toEqual({ fires: false });
  });
});

describe("finished and failed", () => {
  it("each fire at their own end, with its reason", () => {
    expect(bench("finished").report({ status: "completed" })).toMatchObject({ fires: true });
    expect(bench("finished").report({ status: "failed" })).toBeUndefined();
    expect(bench("failed").report({ status: "failed", reason: "out of memory" })).toEqual({
      fires: true,
      reason: "out of memory",
    });
    expect(bench("failed").report({ status: "cancelled" })).toBeUndefined();
  });
});

describe("no_progress", () => {
  it("fires when the step stays for so long, heartbeats or not, and is gone with the next", () => {
    const { report, after } = bench("no_progress", 60);
    report({ current_step: 1, total_steps: 10 });
    expect(after(59)).toBeUndefined();
    expect(report({ current_step: 1, loss: 2 })).toBeUndefined();
    expect(after(1)).toEqual({ fires: true, reason: "no progress for 60 s since step 1" });
    expect(report({ current_step: 2 })).toEqual({ fires: false });
    expect(after(59)).toBeUndefined();
  });

  it("goes by reports alone where a trainer tells of no progress", () => {
    const { report, after } = bench("no_progress", 60);
    report({ loss: 1 });
    after(40);
    expect(report({ loss: 1 })).toEqual({ fires: false });
    expect(after(40)).toBeUndefined();
    expect(after(20)).toMatchObject({ fires: true });
  });

  it("counts no time while the training does not run", () => {
    const { report, after } = bench("no_progress", 60);
    report({ current_step: 1 });
    report({ status: "paused" });
    expect(after(1000)).toEqual({ fires: false });
    report({ status: "running" });
    expect(after(59)).toBeUndefined();
    expect(after(1)).toMatchObject({ fires: true });
  });
});

it("the running median is that of the newest numbers", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
      const median = new RunningMedian(7);
      for (const value of values) median.add(value);
      const sorted = values.slice(-7).sort((a, b) => a - b);
      const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
      expect(median.value).toBeCloseTo((low + high) / 2, 6);
      expect(median.count).toBe(sorted.length);
    }),
  );
});
