import { expect, test } from "vitest";
import { toRecord } from "./report-fields.ts";

const timestamp = "2026-01-01T00:00:00.000Z";
const nowMs = Date.parse(timestamp);

test("short names become the wire's, and unknown numbers metrics", () => {
  expect(toRecord({ step: 5, epoch: 0.5, lr: 0.001, loss: 2, accuracy: 0.9 }, nowMs)).toEqual({
    record: {
      timestamp,
      current_step: 5,
      current_epoch: 0.5,
      learning_rate: 0.001,
      loss: 2,
      metrics: { accuracy: 0.9 },
    },
    leftOut: [],
  });
});

test("values that are not finite are lifted, in metrics too", () => {
  const { record } = toRecord(
    { loss: Number.NaN, perplexity: Number.POSITIVE_INFINITY, metrics: { f1: 1 } },
    nowMs,
  );
  expect(record).toEqual({
    timestamp,
    loss: null,
    metrics: { perplexity: null, f1: 1 },
    nonfinite: [
      { name: "loss", value: "NaN" },
      { name: "metrics.perplexity", value: "Infinity" },
    ],
  });
});

test("what is no number and has no place on the wire is left out by name", () => {
  const { record, leftOut } = toRecord({ loss: 1, note: "hello", metrics: { f1: "high" as never } }, nowMs);
  expect(record).toEqual({ timestamp, loss: 1 });
  expect(leftOut).toEqual(["note", "f1"]);
});

test("a given timestamp is kept, and absent values say nothing", () => {
  const { record } = toRecord({ timestamp: "2025-01-01T00:00:00Z", loss: undefined }, nowMs);
  expect(record).toEqual({ timestamp: "2025-01-01T00:00:00Z" });
});

test("why a status is what it is, and a checkpoint, are no metrics", () => {
  const said = {
    status: "paused",
    reason: "lunch",
    checkpoint: { path: "checkpoints/step-200.pt", step: 200 },
  } as const;
  expect(toRecord(said, 0)).toEqual({
    record: { timestamp: "1970-01-01T00:00:00.000Z", ...said },
    leftOut: [],
  });
});
