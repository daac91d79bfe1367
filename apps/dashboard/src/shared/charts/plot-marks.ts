import type uPlot from "uplot";
import type { PointSeries } from "../history/point-series.ts";
import { linePath, type Projection } from "./line-path.ts";

/** The canvas projection of a plot as its scales stand now. Values that a log axis cannot show are NaN. */
export function projectionOf(plot: uPlot): Projection {
  const { left, top, width, height } = plot.bbox;
  const { x, y } = plot.scales;
  const log = Number(y?.distr) === 3;
  const value = (v: number): number => (log ? Math.log10(v > 0 ? v : Number.NaN) : v);
  const [x0, x1] = [x?.min ?? 0, x?.max ?? 1];
  const [y0, y1] = [value(y?.min ?? 0), value(y?.max ?? 1)];
  return {
    x: (v) => left + ((v - x0) / (x1 - x0)) * width,
    y: (v) => top + height - ((value(v) - y0) / (y1 - y0)) * height,
  };
}

/** Draws what earlier attempts reported and a later one overtook: there, but faint and dashed. */
export function drawSuperseded(plot: uPlot, line: PointSeries, color: string): void {
  if (line.superseded.length === 0) return;
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.globalAlpha = 0.6;
  ctx.strokeStyle = color;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  const projection = projectionOf(plot);
  for (const points of line.superseded) ctx.stroke(linePath(points, projection));
  ctx.restore();
}

/** Marks each value that was not finite with a cross at the edge it went over: Infinity above, the rest below. */
export function drawNonfinite(plot: uPlot, line: PointSeries, color: string): void {
  if (line.nonfinite.length === 0) return;
  const { ctx } = plot;
  const { top, height } = plot.bbox;
  const projection = projectionOf(plot);
  const arm = 3 * devicePixelRatio;
  let drawnAt = Number.NEGATIVE_INFINITY;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.beginPath();
  for (const mark of line.nonfinite) {
    const x = projection.x(mark.x);
    if (Math.abs(x - drawnAt) < arm * 2) continue;
    drawnAt = x;
    const y = mark.value === "Infinity" ? top + arm * 2 : top + height - arm * 2;
    ctx.moveTo(x - arm, y - arm);
    ctx.lineTo(x + arm, y + arm);
    ctx.moveTo(x + arm, y - arm);
    ctx.lineTo(x - arm, y + arm);
  }
  ctx.stroke();
  ctx.restore();
}
