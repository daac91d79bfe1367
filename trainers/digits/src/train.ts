import { classCount, type Digit, type DigitSets, pixelCount } from "./data.ts";
import { distort } from "./distort.ts";
import { DigitsError } from "./errors.ts";
import { GradientDescent, learningRateAt } from "./gradient-descent.ts";
import { Network } from "./network.ts";
import { Random } from "./random.ts";
import { norm, type Rows, rowsOf } from "./rows.ts";

/** What decides the course of a training: the same plan and digits give the same losses, bit for bit. */
export interface TrainingPlan {
  readonly epochs: number;
  readonly batchSize: number;
  /** Units of the hidden layer. */
  readonly hidden: number;
  /** The peak of the learning rate's schedule. */
  readonly learningRate: number;
  readonly seed: number;
}

/** One batch was learned from. */
export interface StepEvent {
  readonly kind: "step";
  /** From 1. */
  readonly step: number;
  /** Mean loss of the batch, before the step. */
  readonly loss: number;
  readonly correct: number;
  readonly samples: number;
  readonly learningRate: number;
  readonly gradNorm: number;
}

/** Held-out digits are being judged. */
export interface EvaluatingEvent {
  readonly kind: "evaluating";
}

/** All held-out digits were judged, at the start and after each epoch. */
export interface EvaluatedEvent {
  readonly kind: "evaluated";
  readonly loss: number;
  /** Share of digits that were recognised, 0 to 1. */
  readonly accuracy: number;
}

/** What a training tells as it goes. */
export type TrainingEvent = StepEvent | EvaluatingEvent | EvaluatedEvent;

/** How many steps an epoch of the plan takes. */
export function stepsPerEpoch(plan: TrainingPlan, digits: DigitSets): number {
  return Math.ceil(digits.train.length / plan.batchSize);
}

/**
 * Trains a network to read digits. Works only while it is asked for the next event, some milliseconds each, so
 * that its caller decides on pace and end. Knows neither clock nor wire.
 *
 * @throws DigitsError `diverged` after the event of a step whose loss was not finite.
 */
export function* train(plan: TrainingPlan, digits: DigitSets): Generator<TrainingEvent, void, void> {
  const { batchSize, hidden } = plan;
  const random = new Random(plan.seed);
  const shape = { inputs: pixelCount, hidden, classes: classCount, maxBatch: batchSize };
  const network = new Network(shape, random);
  const descent = new GradientDescent(network.parameters.length);
  const inputs = rowsOf(new Float64Array(batchSize * pixelCount), pixelCount);
  const totalSteps = plan.epochs * stepsPerEpoch(plan, digits);
  const order = [...digits.train];
  let step = 0;
  yield* evaluate(network, digits.heldOut, inputs);
  for (let epoch = 0; epoch < plan.epochs; epoch += 1) {
    random.shuffle(order);
    for (const batch of batches(order, inputs)) {
      step += 1;
      batch.digits.forEach(({ pixels }, at) => distort(pixels, batch.inputs[at], random));
      const { loss, correct } = network.scoreWithGradients(batch.inputs, batch.labels);
      const learningRate = learningRateAt(step, totalSteps, plan.learningRate);
      const gradNorm = norm(network.gradients);
      descent.step(network.parameters, network.gradients, learningRate);
      yield { kind: "step", step, loss, correct, samples: batch.labels.length, learningRate, gradNorm };
      if (!Number.isFinite(loss)) {
        throw new DigitsError("diverged", `the loss is ${loss} at step ${step}: lower the learning rate`);
      }
    }
    yield* evaluate(network, digits.heldOut, inputs);
  }
}

/** Judges the network by digits that it does not learn from. */
function* evaluate(
  network: Network,
  heldOut: readonly Digit[],
  inputs: Rows,
): Generator<EvaluatingEvent | EvaluatedEvent, void, void> {
  let loss = 0;
  let correct = 0;
  for (const batch of batches(heldOut, inputs)) {
    yield { kind: "evaluating" };
    batch.digits.forEach(({ pixels }, at) => batch.inputs[at].set(pixels));
    const score = network.score(batch.inputs, batch.labels);
    loss += score.loss * batch.labels.length;
    correct += score.correct;
  }
  yield { kind: "evaluated", loss: loss / heldOut.length, accuracy: correct / heldOut.length };
}

/** Consecutive slices of the digits, each with its labels and as many rows of `memory` to write it to. */
function* batches(digits: readonly Digit[], memory: Rows) {
  for (let start = 0; start < digits.length; start += memory.length) {
    const slice = digits.slice(start, start + memory.length);
    const labels = slice.map(({ label }) => label);
    yield { digits: slice, labels, inputs: memory.slice(0, slice.length) };
  }
}
