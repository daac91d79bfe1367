import uPlot from "uplot";
import type { PointSeries } from "./point-series.ts";
import type { XRange } from "./x-axis.ts";

/** Least and greatest value of an axis. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The x axis: the range that is looked at, or from the first to the last point of all lines. */
export function xScale(lines: readonly PointSeries[], range: XRange | null): Range {
  if (range !== null) return { min: range.from, max: range.to };
  const spans = lines.flatMap((line) => line.span ?? []);
  if (spans.length === 0) return { min: 0, max: 1 };
  const min = Math.min(...spans.map((span) => span.from));
  const max = Math.max(...spans.map((span) => span.to));
  return max > min ? { min, max } : { min: min - 0.5, max: min + 0.5 };
}

/** The y axis: every finite value within x with some room; on a log axis from the least positive one. */
export function yScale(lines: readonly PointSeries[], x: Range, log: boolean): Range {
  const extents = lines.map((line) => line.extent(x.min, x.max));
  const max = Math.max(...extents.map((extent) => extent.max));
  const min = Math.min(...extents.map((extent) => (log ? extent.minPositive : extent.min)));
  if (!Number.isFinite(min) || !Number.isFinite(max) || max < min)
    return log ? { min: 0.1, max: 10 } : { min: 0, max: 1 };
  if (!log) {
    const [low, high] = uPlot.rangeNum(min, max, 0.1, true);
    return { min: low ?? min, max: high ?? max };
  }
  const room = Math.max(0.02, Math.log10(max / min) * 0.06);
  return { min: snap(min / 10 ** room, Math.floor), max: snap(max * 10 ** room, Math.ceil) };
}

/** To one significant digit, since a log axis labels its ends. */
function snap(value: number, round: (value: number) => number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return Number((round(value / power) * power).toPrecision(1));
}
