import type { MetricSeries, SeriesAnswer } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { type Reported, updatesOf } from "../testing/updates-of.ts";
import { SeriesHistory } from "./series-history.ts";
import { type XKind, xAxisOf } from "./x-axis.ts";

const names = ["loss", "eval_loss", "samples_per_second", "metrics.accuracy"];

function answerOf(series: readonly Partial<MetricSeries>[]): SeriesAnswer {
  const whole = series.map((each): MetricSeries => {
    const last = each.last ?? [];
    const seq = each.seq ?? last.map((_, i) => i + 1);
    return { name: "loss", total: last.length, seq, x: seq, last, attempt: last.map(() => 1), ...each };
  });
  return { stream_id: "s-1", first_seq: 1, seq: 1000, x: "step", names, series: whole };
}

function answered(series: readonly Partial<MetricSeries>[], kind: XKind = "step"): SeriesHistory {
  return new SeriesHistory(answerOf(series), { axis: xAxisOf(kind, 100), names });
}

function historyOf(records: readonly Reported[]): SeriesHistory {
  const history = answered([]);
  history.absorb(updatesOf(records));
  return history;
}
const xs = (history: SeriesHistory, name: string): number[] => [...(history.series(name)?.points.x ?? [])];
const ys = (history: SeriesHistory, name: string): number[] => [...(history.series(name)?.points.y ?? [])];

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
  const history = answered([]);
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
  const history = answered([]);
  history.absorb(updatesOf([{ current_step: 5, loss: 3 }]).map((update) => ({ ...update, snapshot: true })));
  expect(history.names).toEqual([]);
});

test("what the server joined is drawn with its extremes, where its last value lies", () => {
  const history = answered([
    {
      x: [1, 101],
      last_x: [100, 200],
      count: [100, 100],
      min: [0.5, null],
      max: [9, null],
      last: [1, null],
      nonfinite: [{ at: 1, value: "NaN", count: 100 }],
    },
  ]);
  const points = history.series("loss")?.points;
  expect([...(points?.x ?? [])]).toEqual([100, 200]);
  expect([points?.low[0], points?.y[0], points?.high[0], points?.y[1]]).toEqual([0.5, 1, 9, Number.NaN]);
  expect(history.series("loss")?.nonfinite).toEqual([{ x: 200, value: "NaN" }]);
});

test("updates go on where the answer ends, also those without a step", () => {
  const history = answered([{ x: [10, 20], last: [3, 2] }]);
  history.absorb(updatesOf([{ eval_loss: 2.2 }, { current_step: 30, loss: 1 }]));
  expect(xs(history, "loss")).toEqual([10, 20, 30]);
  expect(xs(history, "eval_loss")).toEqual([20]);
});

test("an attempt of the answer overtakes what lies behind its first step, also in sparse series", () => {
  const history = answered([
    { x: [100, 200, 150, 250], last: [4, 3, 3.5, 2], attempt: [1, 1, 2, 2] },
    { name: "eval_loss", x: [100, 200], last: [4, 3] },
  ]);
  expect(xs(history, "loss")).toEqual([100, 150, 250]);
  expect(xs(history, "eval_loss")).toEqual([100]);
  expect(history.series("eval_loss")?.superseded.map(({ x }) => [...x])).toEqual([[100, 200]]);
  expect(history.attempts).toEqual([{ attempt: 2, x: 150 }]);
});

test("what lies behind the checkpoint that an attempt went on from is overtaken, live and after a reload alike", () => {
  const [first, resume] = [
    { x: [100, 200, 300], last: [4, 3, 2] },
    { attempt: 2, resumed_at_step: 150 },
  ];
  const live = answered([first]);
  live.absorb(
    updatesOf([
      { event: { kind: "attempt", ...resume }, attempt: 2 },
      { current_step: 250, loss: 1, attempt: 2 },
    ]),
  );
  const reloaded = new SeriesHistory(
    answerOf([{ x: [...first.x, 250], last: [...first.last, 1], attempt: [1, 1, 1, 2] }]),
    { axis: xAxisOf("step", null), names, resumedAt: new Map([[2, 150]]) },
  );
  for (const history of [live, reloaded]) {
    expect(xs(history, "loss")).toEqual([100, 250]);
    expect(history.series("loss")?.superseded.map(({ x }) => [...x])).toEqual([[100, 200, 300]]);
  }
});

test("over time x counts from the first value, attempts are parted, and nothing is overtaken", () => {
  const at = Date.UTC(2026, 0, 1);
  const history = answered([{ x: [at, at + 4000, at + 9000], last: [4, 3, 2], attempt: [1, 1, 2] }], "time");
  expect(xs(history, "loss").map((x) => Math.round(x))).toEqual([0, 4, 4, 9]);
  expect(ys(history, "loss")).toEqual([4, 3, Number.NaN, 2]);
  expect(history.series("loss")?.superseded).toEqual([]);
  expect(history.askedX(4)).toBe(at + 4000);
});

test("over epochs x is steps by those of one", () => {
  const history = answered([{ x: [50, 250], last: [4, 3] }], "epoch");
  expect(xs(history, "loss")).toEqual([0.5, 2.5]);
});

test("what nobody asked for is not drawn", () => {
  const history = answered([]);
  history.absorb(updatesOf([{ current_step: 1, metrics: { other: 1 } }]));
  expect(history.names).toEqual([]);
});
