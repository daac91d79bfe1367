import { expect, test, vi } from "vitest";
import { PointSeries } from "../history/point-series.ts";

// uPlot asks the browser for these as soon as it is imported.
vi.stubGlobal("matchMedia", () => ({ addEventListener: () => {}, removeEventListener: () => {} }));
const { xRange, yRange } = await import("./plot-scales.ts");

function seriesOf(values: readonly number[]): PointSeries {
  const series = new PointSeries();
  for (const [i, value] of values.entries()) series.append(i, value);
  return series;
}

test("without points the axes still have a range", () => {
  expect(xRange([new PointSeries()])).toEqual({ min: 0, max: 1 });
  expect(yRange([new PointSeries()], false)).toEqual({ min: 0, max: 1 });
  expect(yRange([new PointSeries()], true)).toEqual({ min: 0.1, max: 10 });
});

test("a single point gets room on both axes", () => {
  const x = xRange([seriesOf([5])]);
  const y = yRange([seriesOf([5])], true);
  expect(x.max).toBeGreaterThan(x.min);
  expect(y.min).toBeLessThan(5);
  expect(y.max).toBeGreaterThan(5);
});

test("the range holds every line; a log axis begins at the least positive value", () => {
  const lines = [seriesOf([-1, 0, 0.01]), seriesOf([3, 100])];
  const linear = yRange(lines, false);
  expect(linear.min).toBeLessThanOrEqual(-1);
  expect(linear.max).toBeGreaterThanOrEqual(100);
  const log = yRange(lines, true);
  expect(log).toEqual({ min: 0.005, max: 200 });
  expect(xRange(lines)).toEqual({ min: 0, max: 2 });
});
