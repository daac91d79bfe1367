import { describe, expect, it } from "vitest";
import type { Measurement } from "./measurement.ts";
import type { ContenderResult, ScenarioResult } from "./results.ts";
import { summarise } from "./summary.ts";

const sound = { lost: 0, repeated: 0, faults: 0 };

function contender(id: string, measurements: readonly Measurement[]): ContenderResult {
  const runs = measurements.map((measurement, index) => ({
    round: index + 1,
    at: "2026-01-01T00:00:00Z",
    measurement,
  }));
  return { id, title: id, note: "", runs };
}

function scenario(...contenders: ContenderResult[]): ScenarioResult {
  const about = { id: "any", title: "any", what: "", unit: "delivery" as const };
  return { ...about, reference: "reference", contenders, leftOut: [] };
}

const costing = (...costs: number[]) => costs.map((cost) => ({ ...sound, cpuSecondsPerMillion: cost }));

describe("a summary", () => {
  it("takes ratios within a round, so that slow rounds do not count more", () => {
    const summaries = summarise(
      scenario(contender("reference", costing(10, 20, 30)), contender("ours", costing(1, 4, 9))),
    );
    expect(summaries[1]?.ratio).toEqual({ median: 0.2, min: 0.1, max: 0.3 });
    expect(summaries[1]?.cpuSecondsPerMillion).toEqual({ median: 4, min: 1, max: 9 });
  });

  it("leaves runs out in which something was lost, and tells how much", () => {
    const [first, ...rest] = costing(1, 2, 3);
    const ours = contender("ours", [{ ...sound, ...first, lost: 7 }, ...rest]);
    const summary = summarise(scenario(contender("reference", costing(10, 10, 10)), ours))[1];
    expect(summary?.soundRuns).toBe(2);
    expect(summary?.lost).toBe(7);
    expect(summary?.ratio?.min).toBe(0.2);
  });

  it("has no ratio to a round that the reference spoiled", () => {
    const [first, second] = costing(10, 10);
    const reference = contender("reference", [
      { ...sound, ...first, faults: 1 },
      { ...sound, ...second },
    ]);
    const summary = summarise(scenario(reference, contender("ours", costing(1, 5))))[1];
    expect(summary?.ratio).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
  });
});
