import { describe, expect, it } from "vitest";
import { z } from "zod";
import { limits, StartTraining, TrainingsQuery, UpdatesQuery } from "./index.ts";
import { isNestedAtMost } from "./nesting.ts";

/** Arrays in arrays, `depth` of them. */
function nested(depth: number): unknown {
  return JSON.parse("[".repeat(depth) + "]".repeat(depth));
}

describe("UpdatesQuery", () => {
  it("begins at the beginning and does not wait, by default", () => {
    expect(UpdatesQuery.parse({})).toEqual({ after_seq: 0, limit: 1000, wait_seconds: 0 });
  });

  it("reads numbers as a query string carries them", () => {
    const query = { after_seq: "512", limit: "5000", wait_seconds: "2.5", stream_id: "st-1" };
    expect(UpdatesQuery.parse(query)).toEqual({
      after_seq: 512,
      limit: 5000,
      wait_seconds: 2.5,
      stream_id: "st-1",
    });
  });

  it.each([
    { after_seq: "" },
    { after_seq: " " },
    { after_seq: "-1" },
    { after_seq: "0x10" },
    { after_seq: "1e3" },
    { after_seq: "1.5" },
    { after_seq: "9007199254740992" },
    { after_seq: ["1", "2"] },
    { limit: "0" },
    { limit: "5001" },
    { wait_seconds: "61" },
    { wait_seconds: "Infinity" },
    { wait_seconds: "NaN" },
    { stream_id: "" },
  ])("refuses %j", (query) => {
    expect(UpdatesQuery.safeParse(query).success).toBe(false);
  });
});

describe("TrainingsQuery", () => {
  it("gives the newest hundred by default", () => {
    expect(TrainingsQuery.parse({})).toEqual({ limit: 100 });
  });

  it.each([{ status: "done" }, { limit: "1001" }, { q: "q".repeat(257) }])("refuses %j", (query) => {
    expect(TrainingsQuery.safeParse(query).success).toBe(false);
  });
});

describe("StartTraining", () => {
  it("bounds how deep a configuration is nested", () => {
    const { maxConfigDepth } = limits;
    const judge = (depth: number): boolean =>
      StartTraining.safeParse({ config: { a: nested(depth) } }).success;
    expect(judge(maxConfigDepth - 1)).toBe(true);
    expect(judge(maxConfigDepth)).toBe(false);
    expect(judge(100_000)).toBe(false);
  });
});

describe("isNestedAtMost", () => {
  it("counts a plain value as depth 0 and an empty array as depth 1", () => {
    expect(isNestedAtMost(7, 0)).toBe(true);
    expect(isNestedAtMost(null, 0)).toBe(true);
    expect(isNestedAtMost([], 0)).toBe(false);
    expect(isNestedAtMost({ a: [1] }, 2)).toBe(true);
    expect(isNestedAtMost({ a: [{}] }, 2)).toBe(false);
  });

  it("goes on for a million levels without a stack", () => {
    expect(isNestedAtMost(nested(1_000_000), 1_000_000)).toBe(true);
  });
});

describe("the schemas of REST", () => {
  it("have a JSON Schema, which OpenAPI needs", () => {
    for (const schema of [UpdatesQuery, TrainingsQuery, StartTraining]) {
      expect(z.toJSONSchema(schema, { io: "input" })).toMatchObject({ type: "object" });
    }
  });
});
