import { expect, test } from "vitest";
import { type Reported, updatesOf } from "./testing/updates-of.ts";
import { TrainingHistory } from "./training-history.ts";

function historyOf(records: readonly Reported[]): TrainingHistory {
  const history = new TrainingHistory();
  history.absorb(updatesOf(records));
  return history;
}
const xs = (history: TrainingHistory, name: string): number[] => [...(history.series(name)?.points.x ?? [])];
const ys = (history: TrainingHistory, name: string): number[] => [...(history.series(name)?.points.y ?? [])];

test("draws what was reported and nothing that was only carried forward", () => {
  const history = historyOf([
    { current_step: 10, loss: 2 },
    { current_step: 20, loss: 1.5, eval_loss: 1.7 },
    { current_step: 30, samples_per_second: 900 },
    { current_step: 40, loss: 1.2 },
  ]);
  expect(xs(history, "loss")).toEqual([10, 20, 40]);
  expect(xs(history, "eval_loss")).toEqual([20]);
  expect(history.names).toEqual(["loss", "eval_loss", "samples_per_second"]);
});

test("an update without a step belongs to the step before it", () => {
  const history = historyOf([{ current_step: 10, loss: 2 }, { eval_loss: 1.9 }]);
  expect(xs(history, "eval_loss")).toEqual([10]);
});

test("a trainer that reports no steps is drawn by updates", () => {
  const history = historyOf([{ loss: 3 }, { loss: 2 }]);
  expect(xs(history, "loss")).toEqual([1, 2]);
  expect(history.xName).toBe("update");
});

test("a trainer's own metrics are series of their own, with NaN told by name", () => {
  const history = historyOf([
    { current_step: 1, metrics: { accuracy: 0.5 } },
    {
      current_step: 2,
      metrics: { accuracy: null },
      nonfinite: [{ name: "metrics.accuracy", value: "Infinity" }],
    },
  ]);
  expect(ys(history, "metrics.accuracy")).toEqual([0.5, Number.NaN]);
  expect(history.series("metrics.accuracy")?.nonfinite).toEqual([{ x: 2, value: "Infinity" }]);
});

test("a new attempt overtakes every series from its first step, also the sparse ones", () => {
  const history = historyOf([
    { current_step: 100, loss: 3, eval_loss: 3.1 },
    { current_step: 200, loss: 2, eval_loss: 2.1 },
    { current_step: 210, loss: 1.9 },
    { event: { kind: "attempt", attempt: 2 }, attempt: 2 },
    { current_step: 150, loss: 2.5, attempt: 2 },
  ]);
  expect(xs(history, "loss")).toEqual([100, 150]);
  expect(xs(history, "eval_loss")).toEqual([100]);
  expect(history.series("eval_loss")?.superseded.map((points) => [...points.x])).toEqual([[100, 200]]);
});

test("an eval loss that is late within its attempt is no rewind", () => {
  const history = historyOf([
    { current_step: 100, loss: 3 },
    { current_step: 110, loss: 2.9 },
    { current_step: 100, eval_loss: 3.1 },
    { current_step: 120, loss: 2.8 },
  ]);
  expect(xs(history, "loss")).toEqual([100, 110, 120]);
  expect(xs(history, "eval_loss")).toEqual([100]);
});

test("takes in only what was added to the array, and tells of it once", () => {
  const updates = updatesOf([
    { current_step: 1, loss: 3 },
    { current_step: 2, loss: 2 },
  ]);
  const second = updates.splice(1);
  const history = new TrainingHistory();
  let told = 0;
  const unsubscribe = history.subscribe(() => (told += 1));
  history.absorb(updates);
  history.absorb(updates);
  updates.push(...second);
  history.absorb(updates);
  unsubscribe();
  updates.push(...updatesOf([{ current_step: 3, loss: 1 }]));
  history.absorb(updates);
  expect(xs(history, "loss")).toEqual([1, 2, 3]);
  expect(told).toBe(2);
});

test("a snapshot repeats the state and is not drawn", () => {
  const history = new TrainingHistory();
  history.absorb(updatesOf([{ current_step: 5, loss: 3 }]).map((update) => ({ ...update, snapshot: true })));
  expect(history.names).toEqual([]);
});
