import { expect, test, vi } from "vitest";
import { PointSeries } from "./point-series.ts";

// uPlot asks the browser for these as soon as it is imported.
vi.stubGlobal("matchMedia", () => ({ addEventListener: () => {}, removeEventListener: () => {} }));
const { xScale, yScale } = await import("./plot-scales.ts");

const everything = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };

function seriesOf(values: readonly number[]): PointSeries {
  const series = new PointSeries();
  for (const [i, value] of values.entries()) series.append(i, value);
  return series;
}

test("without points the axes still have a range", () => {
  expect(xScale([new PointSeries()], null)).toEqual({ min: 0, max: 1 });
  expect(yScale([new PointSeries()], everything, false)).toEqual({ min: 0, max: 1 });
  expect(yScale([new PointSeries()], everything, true)).toEqual({ min: 0.1, max: 10 });
});

test("a single point gets room on both axes", () => {
  const x = xScale([seriesOf([5])], null);
  const y = yScale([seriesOf([5])], everything, true);
  expect(x.max).toBeGreaterThan(x.min);
  expect(y.min).toBeLessThan(5);
  expect(y.max).toBeGreaterThan(5);
});

test("the range holds every line; a log axis begins at the least positive value", () => {
  const lines = [seriesOf([-1, 0, 0.01]), seriesOf([3, 100])];
  const linear = yScale(lines, everything, false);
  expect(linear.min).toBeLessThanOrEqual(-1);
  expect(linear.max).toBeGreaterThanOrEqual(100);
  const log = yScale(lines, everything, true);
  expect(log).toEqual({ min: 0.005, max: 200 });
  expect(xScale(lines, null)).toEqual({ min: 0, max: 2 });
});

test("a zoom shows its range, and its values at their full height", () => {
  const lines = [seriesOf([100, 1, 2, 100])];
  expect(xScale(lines, { from: 1, to: 2 })).toEqual({ min: 1, max: 2 });
  expect(yScale(lines, { min: 1, max: 2 }, false).max).toBeLessThan(3);
});
