import type { Reading } from "../reading.ts";
import type { PointSeries } from "./point-series.ts";

/** A point of a line as a reader sees it. */
export interface PointReading {
  readonly x: number | null;
  readonly reading: Reading;
  /** The extremes of what the point joins; NaN where nothing finite was reported. */
  readonly low: number;
  readonly high: number;
}

const absent: PointReading = { x: null, reading: { kind: "absent" }, low: Number.NaN, high: Number.NaN };

/** The point nearest to x, or the newest one for x null. */
export function pointReading(series: PointSeries | undefined, x: number | null): PointReading {
  if (series === undefined || series.length === 0) return absent;
  const index = x === null ? series.length - 1 : series.nearest(x);
  if (index === null) return absent;
  const { points } = series;
  const at = points.x[index] ?? Number.NaN;
  const value = points.y[index] ?? Number.NaN;
  const extremes = { low: points.low[index] ?? Number.NaN, high: points.high[index] ?? Number.NaN };
  if (!Number.isNaN(value)) return { x: at, reading: { kind: "number", value }, ...extremes };
  const mark = series.nonfinite.findLast((candidate) => candidate.x === at);
  return { x: at, reading: { kind: "nonfinite", value: mark?.value ?? "NaN" }, ...extremes };
}
