import { expect, test } from "vitest";
import { smoothed } from "./smoothing.ts";

function pointsOf(values: readonly number[], spread = 1) {
  const y = Float64Array.from(values);
  return { x: Float64Array.from(values, (_, i) => i * spread), y, low: y, high: y };
}

test("a line that does not move is not moved, and none is at weight 0", () => {
  expect([...smoothed(pointsOf([2, 2, 2]), { weight: 0.9, span: 2 }).y]).toEqual([2, 2, 2]);
  expect([...smoothed(pointsOf([1, 5, 3]), { weight: 0, span: 2 }).y]).toEqual([1, 5, 3]);
});

test("a spike is flattened, and what is not finite stays a gap", () => {
  const { y } = smoothed(pointsOf([1, 1, 100, Number.NaN, 1], 0.001), { weight: 0.9, span: 4 });
  expect(y[2]).toBeLessThan(50);
  expect(y[3]).toBeNaN();
  expect(y[4]).toBeGreaterThan(1);
});

test("a line of twice the points is smoothed alike", () => {
  const wave = (count: number) =>
    pointsOf(
      Array.from({ length: count }, (_, i) => Math.sin((i / (count - 1)) * 9)),
      1000 / (count - 1),
    );
  const few = smoothed(wave(501), { weight: 0.99, span: 1000 });
  const many = smoothed(wave(1001), { weight: 0.99, span: 1000 });
  expect(many.y[1000] ?? 0).toBeCloseTo(few.y[500] ?? 1, 1);
});
