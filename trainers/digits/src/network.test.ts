import { expect, test } from "vitest";
import { Network } from "./network.ts";
import { Random } from "./random.ts";
import { rowsOf } from "./rows.ts";

const shape = { inputs: 7, hidden: 6, classes: 4, maxBatch: 5 };

function batchOf(samples: number, random: Random) {
  const pixels = new Float64Array(samples * shape.inputs).map(() => random.normal());
  const labels = Array.from({ length: samples }, () => Math.floor(random.next() * shape.classes));
  return { inputs: rowsOf(pixels, shape.inputs), labels };
}

test.each([1, 2, 3])("the gradient is the slope of the loss in every parameter (seed %i)", (seed) => {
  const random = new Random(seed);
  const network = new Network(shape, random);
  const { inputs, labels } = batchOf(shape.maxBatch, random);
  network.scoreWithGradients(inputs, labels);
  const gradients = network.gradients.slice();
  const nudge = 1e-6;
  for (const [at, value] of network.parameters.entries()) {
    network.parameters[at] = value + nudge;
    const above = network.score(inputs, labels).loss;
    network.parameters[at] = value - nudge;
    const below = network.score(inputs, labels).loss;
    network.parameters[at] = value;
    expect(gradients[at]).toBeCloseTo((above - below) / (2 * nudge), 7);
  }
  expect(gradients.filter((slope) => slope !== 0).length).toBeGreaterThan(gradients.length / 2);
});

test("a batch smaller than the largest gives the gradient of its own mean", () => {
  const random = new Random(4);
  const network = new Network(shape, random);
  const { inputs, labels } = batchOf(shape.maxBatch, random);
  const sum = new Float64Array(network.gradients.length);
  for (let sample = 0; sample < labels.length; sample += 1) {
    network.scoreWithGradients(inputs.slice(sample, sample + 1), labels.slice(sample, sample + 1));
    network.gradients.forEach((slope, at) => (sum[at] += slope / labels.length));
  }
  network.scoreWithGradients(inputs, labels);
  network.gradients.forEach((slope, at) => expect(slope).toBeCloseTo(sum[at], 12));
});

test("a network that knows nothing loses ln(classes) per sample", () => {
  const random = new Random(5);
  const network = new Network(shape, random);
  network.parameters.fill(0);
  const { inputs, labels } = batchOf(3, random);
  expect(network.score(inputs, labels).loss).toBeCloseTo(Math.log(shape.classes), 12);
});

test("NaN in a weight shows in the loss", () => {
  const random = new Random(6);
  const network = new Network(shape, random);
  network.parameters[0] = Number.NaN;
  const { inputs, labels } = batchOf(3, random);
  expect(network.score(inputs, labels)).toEqual({ loss: Number.NaN, correct: 0 });
});
