import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Details, joinSeriesNames, SeriesQuery, seriesFieldNames } from "./index.ts";

describe("SeriesQuery", () => {
  it("asks for a thousand points of every metric over the steps, by default", () => {
    expect(SeriesQuery.parse({})).toEqual({ points: 1000, x: "step" });
  });

  it("reads names, numbers and the axis as a query string carries them", () => {
    const query = {
      metrics: "loss,metrics.a",
      points: "200",
      x: "time",
      from: "10.5",
      to: "20",
      digits: "6",
    };
    expect(SeriesQuery.parse(query)).toEqual({
      metrics: ["loss", "metrics.a"],
      points: 200,
      x: "time",
      from: 10.5,
      to: 20,
      digits: 6,
    });
  });

  it("reads any names that were joined for it", () => {
    const name = fc.string({ minLength: 1, maxLength: 100, unit: fc.constantFrom(",", "\\", "a", " ", "é") });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 50 }), (metrics) => {
        expect(SeriesQuery.parse({ metrics: joinSeriesNames(metrics) }).metrics).toEqual(metrics);
      }),
    );
  });

  it.each([
    { metrics: "" },
    { metrics: "loss,,eval_loss" },
    { metrics: "loss," },
    { metrics: "m".repeat(137) },
    { metrics: Array(51).fill("loss").join(",") },
    { metrics: ["loss", "eval_loss"] },
    { points: "0" },
    { points: "2001" },
    { points: "1.5" },
    { points: "-1" },
    { x: "epoch" },
    { from: "" },
    { from: "2", to: "1" },
    { to: "NaN" },
    { digits: "0" },
    { digits: "16" },
  ])("refuses %j", (query) => {
    expect(SeriesQuery.safeParse(query).success).toBe(false);
  });

  it("has a JSON Schema, which OpenAPI needs", () => {
    expect(z.toJSONSchema(SeriesQuery, { io: "input" })).toMatchObject({ type: "object" });
  });
});

describe("the fields that have a series", () => {
  it("are numbers that a report may hold", () => {
    for (const name of seriesFieldNames) expect(Details.safeParse({ [name]: 0.5 }).success).toBe(true);
  });
});
