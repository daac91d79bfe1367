import { expect, test } from "vitest";
import { PointSeries } from "./point-series.ts";

const drawn = (series: PointSeries): [number, number][] =>
  Array.from(series.points.x, (x, i) => [x, series.points.y[i] ?? Number.NaN]);

function seriesOf(points: readonly (readonly [number, number | "NaN" | "Infinity"])[]): PointSeries {
  const series = new PointSeries();
  for (const [x, value] of points) series.append(x, value);
  return series;
}

test("keeps every point in order, beyond its first capacity", () => {
  const series = seriesOf(Array.from({ length: 10_000 }, (_, i) => [i, i / 2] as const));
  expect(series.length).toBe(10_000);
  expect(series.points.y[9999]).toBe(4999.5);
  expect(series.span).toEqual({ from: 0, to: 9999 });
  expect(series.extent()).toEqual({ min: 0, max: 4999.5, minPositive: 0.5 });
});

test("a value that is not finite is a gap and a mark, never a zero, and widens no axis", () => {
  const series = seriesOf([
    [1, 0.5],
    [2, "NaN"],
    [3, "Infinity"],
    [4, 0.4],
  ]);
  expect(drawn(series)).toEqual([
    [1, 0.5],
    [2, Number.NaN],
    [3, Number.NaN],
    [4, 0.4],
  ]);
  expect(series.nonfinite).toEqual([
    { x: 2, value: "NaN" },
    { x: 3, value: "Infinity" },
  ]);
  expect(series.extent()).toMatchObject({ min: 0.4, max: 0.5 });
});

test("a second report at the same x replaces the first", () => {
  expect(
    drawn(
      seriesOf([
        [1, 5],
        [2, 4],
        [2, 3],
      ]),
    ),
  ).toEqual([
    [1, 5],
    [2, 3],
  ]);
});

test("going back keeps the overtaken points, with the point where the lines part", () => {
  const series = seriesOf([
    [1, 10],
    [2, 9],
    [3, 8],
    [4, 7],
    [3, 6],
  ]);
  expect(drawn(series)).toEqual([
    [1, 10],
    [2, 9],
    [3, 6],
  ]);
  expect(series.superseded.map((points) => [...points.x])).toEqual([[2, 3, 4]]);
  expect(series.superseded.map((points) => [...points.y])).toEqual([[9, 8, 7]]);
  expect(series.span).toEqual({ from: 1, to: 4 });
});

test("rewinding beyond the last point supersedes nothing", () => {
  const series = seriesOf([
    [1, 10],
    [2, 9],
  ]);
  series.rewind(3);
  expect(series.superseded).toEqual([]);
  expect(series.length).toBe(2);
});

test("finds the nearest point", () => {
  const series = seriesOf([
    [10, 1],
    [20, 2],
    [40, 3],
  ]);
  expect([0, 14, 16, 31, 99].map((x) => series.nearest(x))).toEqual([0, 0, 1, 2, 2]);
  expect(new PointSeries().nearest(1)).toBeNull();
});

test("values at one x take each other's place on an axis of steps, and join on one of time", () => {
  const series = new PointSeries({ joins: true });
  for (const value of [3, 9, 5] as const) series.append(1, value);
  const { y, low, high } = series.points;
  expect([[...y], [...low], [...high]]).toEqual([[5], [3], [9]]);
});

test("the extent of a range is that of its points, buckets with all they hold", () => {
  const series = new PointSeries();
  series.appendBucket(1, { last: 5, low: -1, high: 50 });
  series.appendBucket(2, { last: 6, low: 2, high: 7 });
  series.append(3, 100);
  expect(series.extent(2, 2)).toEqual({ min: 2, max: 7, minPositive: 2 });
  expect(series.extent()).toEqual({ min: -1, max: 100, minPositive: 2 });
});
