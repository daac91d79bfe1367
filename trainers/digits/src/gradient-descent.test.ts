import { expect, test } from "vitest";
import { GradientDescent, learningRateAt } from "./gradient-descent.ts";

test("momentum gathers speed on a slope", () => {
  const descent = new GradientDescent(1);
  const parameters = new Float64Array([0]);
  descent.step(parameters, new Float64Array([1]), 0.1);
  expect(parameters[0]).toBeCloseTo(-0.1, 12);
  descent.step(parameters, new Float64Array([1]), 0.1);
  expect(parameters[0]).toBeCloseTo(-0.1 - 0.19, 12);
});

test("the learning rate rises to its peak within a twentieth and then falls to almost nothing", () => {
  const rates = Array.from({ length: 200 }, (_, at) => learningRateAt(at + 1, 200, 0.5));
  expect(rates.indexOf(Math.max(...rates))).toBe(9);
  expect(rates[9]).toBe(0.5);
  expect(rates.slice(9)).toEqual(rates.slice(9).sort((left, right) => right - left));
  expect(rates[199]).toBeGreaterThan(0);
  expect(rates[199]).toBeLessThan(0.001);
});

test("a training of one step has the peak for it", () => {
  expect(learningRateAt(1, 1, 0.5)).toBe(0.5);
});
