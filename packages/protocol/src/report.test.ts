import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { liftNonfinite, limits, parseReport, Report, readIngestBody } from "./index.ts";
import { rawReport } from "./testing/arbitraries.ts";

const trainId = "job_abc123";

describe("parseReport", () => {
  it("never refuses a record for a value that is not finite", () => {
    fc.assert(
      fc.property(rawReport, (raw) => {
        expect(parseReport(raw, trainId)).toMatchObject({ ok: true });
      }),
    );
  });

  it("names in nonfinite exactly the fields it stores as null", () => {
    fc.assert(
      fc.property(rawReport, (raw) => {
        const result = parseReport(raw, trainId);
        if (!result.ok) throw new TypeError(result.message);
        const { metrics = {}, nonfinite = [], ...fields } = result.report.details;
        const nulls = [
          ...Object.entries(fields).filter(([, value]) => value === null),
          ...Object.entries(metrics)
            .filter(([, value]) => value === null)
            .map(([name]) => [`metrics.${name}`]),
        ].map(([name]) => name);
        expect(nonfinite.map(({ name }) => name).sort()).toEqual(nulls.sort());
      }),
    );
  });

  it("takes negative zero for zero, as the log does", () => {
    const result = parseReport({ progress: -0, metrics: { a: -0 } }, trainId);
    expect(result).toMatchObject({ ok: true, report: { details: { progress: 0, metrics: { a: 0 } } } });
  });

  it("stores what it stored once the same way again", () => {
    fc.assert(
      fc.property(rawReport, (raw) => {
        const once = parseReport(raw, trainId);
        if (!once.ok) throw new TypeError(once.message);
        const { details } = once.report;
        const again = parseReport(JSON.parse(JSON.stringify(details)), trainId);
        expect(again).toMatchObject({ ok: true, report: { details } });
      }),
    );
  });

  it("answers anything with a report or a code, and never throws", () => {
    const damaged = fc
      .tuple(rawReport, fc.string(), fc.jsonValue())
      .map(([raw, field, value]) => ({ ...raw, [field]: value, metrics: value }));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), damaged), (raw) => {
        const result = parseReport(raw, trainId);
        expect(result.ok || ["bad_message", "bad_id"].includes(result.code)).toBe(true);
      }),
    );
  });

  it("takes no field from a prototype", () => {
    const raw: unknown = JSON.parse('{"__proto__":{"status":"failed","loss":9,"metrics":{"a":1}}}');
    expect(parseReport(raw, trainId)).toEqual({ ok: true, report: { details: {} } });
  });

  it("refuses a hostile number of metrics without judging each", () => {
    const entries = Array.from({ length: 200_000 }, (_, i) => [`m${i}`, "x"]);
    const result = parseReport({ metrics: Object.fromEntries(entries) }, trainId);
    expect(result).toMatchObject({
      ok: false,
      message: `metrics: must hold at most ${limits.maxMetrics} metrics, not 200000`,
    });
  });

  it("never repeats a hostile text at length", () => {
    const long = "y".repeat(100_000);
    for (const raw of [{ metrics: { [long]: 1 } }, { status: long }, { job_id: long }, { phase: long }]) {
      const result = parseReport(raw, trainId);
      expect(result.ok ? Infinity : result.message.length).toBeLessThan(400);
    }
  });

  it("names the field and what was expected", () => {
    expect(parseReport({ loss: "high", current_step: -1 }, trainId)).toEqual({
      ok: false,
      code: "bad_message",
      message:
        "loss: Invalid input: expected number, received string; current_step: Too small: expected number to be >=0",
    });
  });

  it("tells how many problems it did not list", () => {
    const result = parseReport({ loss: "", eval_loss: "", rank: "", attempt: "", phase: 1 }, trainId);
    expect(result).toMatchObject({ message: expect.stringMatching(/; and 2 more$/) as string });
  });
});

describe("liftNonfinite", () => {
  it("leaves the given record as it is", () => {
    const record = Object.freeze({ loss: Number.NaN, metrics: Object.freeze({ a: "NaN" }), nonfinite: null });
    liftNonfinite(record);
    expect(record).toEqual({ loss: Number.NaN, metrics: { a: "NaN" }, nonfinite: null });
  });

  it("reads the names of values that are not finite as text where no number belongs", () => {
    expect(liftNonfinite({ status: "NaN", phase: "Infinity" })).toEqual({ status: "NaN", phase: "Infinity" });
  });
});

describe("Report", () => {
  it("takes null for every number, as parseReport leaves it", () => {
    expect(Report.safeParse({ loss: null, total_steps: null, metrics: { a: null } }).success).toBe(true);
  });
});

describe("readIngestBody", () => {
  it("reads as many broken lines as are allowed one by one, and refuses more whole", () => {
    const body = readIngestBody('{"loss":\n'.repeat(10_000), "ndjson");
    expect(body.ok && body.records.length).toBe(10_000);
    expect(body.ok && body.records.every((record) => !record.ok)).toBe(true);
    const tooMany = { ok: false, code: "too_many_records" };
    expect(readIngestBody('{"loss":\n'.repeat(10_001), "ndjson")).toMatchObject(tooMany);
    expect(readIngestBody(`[${"1,".repeat(10_000)}1]`, "json")).toMatchObject(tooMany);
  });

  it("never repeats a hostile text at length", () => {
    const body = readIngestBody(`{"loss":${"z".repeat(100_000)}`, "json");
    expect(body.ok ? Infinity : body.message.length).toBeLessThan(200);
  });

  it("gives what it split, whatever the records", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const records = values.map((value) => ({
          ok: true,
          value: JSON.parse(JSON.stringify(value)) as unknown,
        }));
        const lines = values.map((value) => JSON.stringify(value)).join("\n");
        expect(readIngestBody(lines, "ndjson")).toEqual({ ok: true, records });
        expect(readIngestBody(JSON.stringify(values), "json")).toEqual({ ok: true, records });
      }),
    );
  });
});
