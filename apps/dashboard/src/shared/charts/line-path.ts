import type { Points } from "./point-series.ts";

/** Where a value lies on the canvas, in its pixels. NaN where the axis has no place for it. */
export interface Projection {
  x(value: number): number;
  y(value: number): number;
}

/**
 * The line through the points, broken where a value is not finite. However many points fall into one column
 * of pixels, at most four are drawn there (first, least, greatest, last), so no spike is lost.
 */
export function linePath(points: Points, projection: Projection): Path2D {
  const path = new Path2D();
  let column = Number.NaN;
  let low = 0;
  let high = 0;
  let last = 0;
  let isAlone = false;
  const finishColumn = (): void => {
    if (Number.isNaN(column)) return;
    if (low !== last || high !== last) {
      path.lineTo(column, low);
      path.lineTo(column, high);
    }
    path.lineTo(column, last);
  };
  const finishRun = (): void => {
    finishColumn();
    // A canvas draws nothing of a line without length, so a point that stands alone becomes a dot.
    if (isAlone && low === high) addDot(path, column, last);
    column = Number.NaN;
    isAlone = false;
  };
  for (let i = 0; i < points.x.length; i++) {
    const x = Math.round(projection.x(points.x[i] ?? Number.NaN));
    const y = projection.y(points.y[i] ?? Number.NaN);
    if (Number.isNaN(y)) {
      finishRun();
      continue;
    }
    if (x === column) {
      low = Math.max(low, y);
      high = Math.min(high, y);
    } else {
      finishColumn();
      isAlone = Number.isNaN(column);
      if (isAlone) path.moveTo(x, y);
      else path.lineTo(x, y);
      column = x;
      low = y;
      high = y;
    }
    last = y;
  }
  finishRun();
  return path;
}

/**
 * The area between the least and the greatest values of points that join several, so that none of them is lost; null
 * where every point is one value. `bottom` is where a value lies that the axis has no place for.
 */
export function bandPath(points: Points, projection: Projection, bottom: number): Path2D | null {
  if (points.low.every((low, i) => !(low < (points.high[i] ?? Number.NaN)))) return null;
  const path = new Path2D();
  let begin = 0;
  for (let i = 0; i <= points.x.length; i++) {
    if (i < points.x.length && !Number.isNaN(points.low[i])) continue;
    if (i > begin) addBand(path, { points, projection, bottom }, [begin, i]);
    begin = i + 1;
  }
  return path;
}

function addBand(
  path: Path2D,
  { points, projection, bottom }: { points: Points; projection: Projection; bottom: number },
  [begin, end]: readonly [number, number],
): void {
  const place = (column: Float64Array, i: number): [number, number] => {
    const y = projection.y(column[i] ?? Number.NaN);
    return [projection.x(points.x[i] ?? Number.NaN), Number.isNaN(y) ? bottom : y];
  };
  path.moveTo(...place(points.high, begin));
  for (let i = begin + 1; i < end; i += 1) path.lineTo(...place(points.high, i));
  for (let i = end - 1; i >= begin; i -= 1) path.lineTo(...place(points.low, i));
  path.closePath();
}

/** A dot at every finite point, for lines reported now and then. */
export function dotsPath(points: Points, projection: Projection, radius: number): Path2D {
  const path = new Path2D();
  for (let i = 0; i < points.x.length; i++) {
    const x = projection.x(points.x[i] ?? Number.NaN);
    const y = projection.y(points.y[i] ?? Number.NaN);
    if (Number.isNaN(y)) continue;
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
  }
  return path;
}

function addDot(path: Path2D, x: number, y: number): void {
  path.moveTo(x + 1, y);
  path.arc(x, y, 1, 0, 2 * Math.PI);
}
