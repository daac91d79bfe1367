import { expect, test } from "vitest";
import { namesIn, sectionsFor } from "./chart-catalogue.ts";

const titles = (names: readonly string[]) =>
  sectionsFor(names).map(({ title, charts }) => [title, ...charts.map((chart) => chart.title)]);

test("the loss chart waits from the start, the others come with their first value", () => {
  expect(titles([])).toEqual([["Training", "Loss"]]);
  expect(titles(["gpu_memory_allocated_gb", "loss", "samples_per_second"])).toEqual([
    ["Training", "Loss", "Throughput", "GPU memory"],
  ]);
});

test("only reported lines are drawn", () => {
  const [training] = sectionsFor(["eval_loss"]);
  expect(training && namesIn(training)).toEqual(["eval_loss"]);
});

test("a trainer's own metrics are grouped by prefix, those of the machine last", () => {
  expect(
    titles(["metrics.gpu/0/temperature", "metrics.f1", "loss", "metrics.eval/accuracy", "metrics.eval/f1"]),
  ).toEqual([
    ["Training", "Loss"],
    ["Metrics", "f1"],
    ["eval", "eval/accuracy", "eval/f1"],
    ["System", "gpu/0/temperature"],
  ]);
});

test("a group of more series than one answer holds is parted", () => {
  const names = Array.from({ length: 120 }, (_, i) => `metrics.layer/${i}`);
  expect(sectionsFor(names).map(({ title, charts }) => `${title}: ${charts.length}`)).toEqual([
    "Training: 1",
    "layer: 50",
    "layer, more (2): 50",
    "layer, more (3): 20",
  ]);
});
