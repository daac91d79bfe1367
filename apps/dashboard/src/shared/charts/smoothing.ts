import type { Points } from "./point-series.ts";

/** As fine as weights fall off: the smoothing of a thousandth of the range drawn. */
const parts = 1000;

/**
 * The line smoothed exponentially by its distance in x, so that it looks the same however many points it has and
 * however unevenly they lie. `weight` is from 0 (not at all) to below 1; `span` is the width of the range in x.
 * A break in the line stays one, and smoothing goes on behind it.
 */
export function smoothed(points: Points, { weight, span }: { weight: number; span: number }): Points {
  const y = new Float64Array(points.y.length);
  let sum = 0;
  let weights = 0;
  let lastX = Number.NaN;
  for (let i = 0; i < y.length; i += 1) {
    const value = points.y[i] ?? Number.NaN;
    const x = points.x[i] ?? 0;
    if (Number.isNaN(value)) {
      y[i] = Number.NaN;
      continue;
    }
    const distance = Number.isNaN(lastX) || span <= 0 ? 1 : ((x - lastX) / span) * parts;
    const kept = weight ** distance;
    sum = sum * kept + value;
    weights = weights * kept + 1;
    y[i] = sum / weights;
    lastX = x;
  }
  return { x: points.x, y, low: y, high: y };
}
