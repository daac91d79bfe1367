import { expect, test } from "vitest";
import { readTrainingSearch, searchOf, type TrainingView, viewOf } from "./training-view-state.ts";

test("a view goes into an address and comes back", () => {
  const view: TrainingView = {
    tab: "config",
    x: "time",
    range: { from: 10, to: 20.5 },
    smoothing: 0.6,
    log: ["loss", "metrics.a"],
  };
  expect(viewOf(readTrainingSearch({ ...searchOf(view) }))).toEqual(view);
});

test("the plain view needs no address, and nonsense in one is let go", () => {
  expect(searchOf(viewOf({}))).toEqual({});
  expect(readTrainingSearch({ tab: "nothing", x: 7, from: 3, to: 1, smooth: 4, log: 1 })).toEqual({});
});
