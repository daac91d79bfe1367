import { expect, test } from "vitest";
import { Progress } from "./progress.ts";
import type { StepEvent } from "./train.ts";

const plan = { epochs: 2, batchSize: 10, hidden: 1, learningRate: 1, seed: 1 };

function setUp() {
  const clock = { nowMs: Date.UTC(2026, 0, 1) };
  const progress = new Progress({ plan, stepsPerEpoch: 10, reportEvery: 2, now: () => clock.nowMs });
  const step = (step: number, changes: Partial<StepEvent> = {}) => {
    clock.nowMs += 100;
    const usual = { loss: 1, correct: 5, samples: 10, learningRate: 0.1, gradNorm: 3 };
    return progress.observe({ kind: "step", step, ...usual, ...changes });
  };
  return { clock, progress, step };
}

test("sums up the steps since the last report", () => {
  const { step } = setUp();
  expect(step(1, { loss: 4, samples: 10, correct: 1 })).toBeUndefined();
  expect(step(2, { loss: 1, samples: 5, correct: 5, gradNorm: 7, learningRate: 0.2 })).toEqual({
    loss: 3,
    lr: 0.2,
    grad_norm: 7,
    samples_per_second: 75,
    metrics: { train_accuracy: 0.4 },
    step: 2,
    total_steps: 20,
    epoch: 0.2,
    total_epochs: 2,
    eta_seconds: expect.closeTo(1.8, 9) as number,
    elapsed_seconds: 0.2,
    timestamp: "2026-01-01T00:00:00.200Z",
    expect_next_in_seconds: 1,
  });
});

test("an evaluation reports the steps before it, and does not count as training time", () => {
  const { clock, progress, step } = setUp();
  step(1, { loss: 2 });
  expect(progress.observe({ kind: "evaluating" })).toMatchObject({ phase: "evaluating", loss: 2, step: 1 });
  clock.nowMs += 5000;
  expect(progress.observe({ kind: "evaluating" })).toBeUndefined();
  const evaluated = progress.observe({ kind: "evaluated", loss: 0.5, accuracy: 0.9 });
  expect(evaluated).toMatchObject({ phase: "training", eval_loss: 0.5, metrics: { eval_accuracy: 0.9 } });
  expect(evaluated).not.toHaveProperty("loss");
  step(2);
  expect(step(3)).toMatchObject({ samples_per_second: 100 });
});

test("a loss that is not finite is reported at once", () => {
  const { step } = setUp();
  expect(step(1, { loss: Number.NaN })).toMatchObject({ loss: Number.NaN, step: 1 });
});

test("the latest fields hold the newest of everything, and expect nothing more", () => {
  const { progress, step } = setUp();
  step(1, { loss: 2 });
  progress.observe({ kind: "evaluating" });
  progress.observe({ kind: "evaluated", loss: 0.5, accuracy: 0.9 });
  expect(progress.latest).toMatchObject({
    loss: 2,
    eval_loss: 0.5,
    metrics: { train_accuracy: 0.5, eval_accuracy: 0.9 },
  });
  expect(progress.latest).not.toHaveProperty("expect_next_in_seconds");
  expect(progress.latest).not.toHaveProperty("phase");
});
