import { expect, test } from "vitest";
import { type DigitSets, loadDigits } from "./data.ts";
import { type EvaluatedEvent, type StepEvent, type TrainingPlan, train } from "./train.ts";

const all = await loadDigits();
const few: DigitSets = { train: all.train.slice(0, 2000), heldOut: all.heldOut.slice(0, 500) };
const plan: TrainingPlan = { epochs: 6, batchSize: 32, hidden: 48, learningRate: 0.05, seed: 7 };

function steps(changes: Partial<TrainingPlan>): StepEvent[] {
  return [...train({ ...plan, epochs: 1, ...changes }, few)].filter((event) => event.kind === "step");
}

test("it learns: held-out loss falls and more than 85 % of unseen digits are read", () => {
  const evaluations = [...train(plan, few)].filter((event) => event.kind === "evaluated");
  const [first, last] = [evaluations.at(0), evaluations.at(-1)] as [EvaluatedEvent, EvaluatedEvent];
  expect(evaluations).toHaveLength(plan.epochs + 1);
  expect(first.accuracy).toBeLessThan(0.3);
  expect(last.loss).toBeLessThan(first.loss / 4);
  expect(last.accuracy).toBeGreaterThan(0.85);
});

test("it learns every digit once an epoch, the last batch being what is left", () => {
  const samples = steps({ batchSize: 300 }).map((step) => step.samples);
  expect(samples).toEqual([300, 300, 300, 300, 300, 300, 200]);
});

test("the same seed gives the same losses bit for bit, another seed others", () => {
  const losses = steps({}).map((step) => step.loss);
  expect(steps({}).map((step) => step.loss)).toEqual(losses);
  expect(steps({ seed: 8 }).map((step) => step.loss)).not.toEqual(losses);
});

test("an absurd learning rate tells its NaN and then says what to do", () => {
  const events: StepEvent[] = [];
  const diverge = () => {
    for (const event of train({ ...plan, learningRate: 1e200 }, few)) {
      if (event.kind === "step") events.push(event);
    }
  };
  const message = expect.stringMatching(/lower the learning rate/) as string;
  expect(diverge).toThrow(expect.objectContaining({ code: "diverged", message }));
  expect(events.at(-1)?.loss).toBeNaN();
  expect(events.slice(0, -1).every(({ loss }) => Number.isFinite(loss))).toBe(true);
});
