import { expect, test } from "vitest";
import { chartsFor } from "./chart-catalogue.ts";

const ids = (names: readonly string[]): string[] => chartsFor(names).map((chart) => chart.id);

test("the loss chart waits from the start, the others come with their first value", () => {
  expect(ids([])).toEqual(["loss"]);
  expect(ids(["gpu_memory_allocated_gb", "loss", "samples_per_second"])).toEqual([
    "loss",
    "samples-per-second",
    "gpu-memory",
  ]);
});

test("only reported lines are drawn", () => {
  expect(chartsFor(["loss"])[0]?.lines.map((line) => line.name)).toEqual(["loss"]);
  expect(chartsFor(["eval_loss", "loss"])[0]?.lines.map((line) => line.name)).toEqual(["loss", "eval_loss"]);
});

test("a trainer's own metrics come last, under their own names", () => {
  expect(chartsFor(["metrics.f1", "loss", "metrics.accuracy"]).map((chart) => chart.title)).toEqual([
    "Loss",
    "f1",
    "accuracy",
  ]);
});
