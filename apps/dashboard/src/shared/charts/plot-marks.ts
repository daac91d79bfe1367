import type uPlot from "uplot";
import type { EventMark } from "./chart-spec.ts";
import { bandPath, linePath, type Projection } from "./line-path.ts";
import type { PointSeries, Points } from "./point-series.ts";

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

/** Draws the extremes of what the points join, beneath their line. */
export function drawBand(plot: uPlot, points: Points, color: string): void {
  const { top, height } = plot.bbox;
  const band = bandPath(points, projectionOf(plot), top + height);
  if (band === null) return;
  drawFaintly(plot, { color, alpha: 0.3 }, (ctx) => {
    ctx.fillStyle = color;
    ctx.fill(band);
    // The spike of a single value is thinner than a pixel; its edge is not.
    ctx.lineWidth = devicePixelRatio / 2;
    ctx.stroke(band);
  });
}

/** Draws what was reported faintly, beneath its smoothed line. */
export function drawRaw(plot: uPlot, points: Points, color: string): void {
  drawFaintly(plot, { color, alpha: 0.3 }, (ctx) => ctx.stroke(linePath(points, projectionOf(plot))));
}

/** Draws what earlier attempts reported and a later one overtook: there, but faint and dashed. */
export function drawSuperseded(plot: uPlot, line: PointSeries, color: string): void {
  if (line.superseded.length === 0) return;
  drawFaintly(plot, { color, alpha: 0.6 }, (ctx) => {
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    for (const points of line.superseded) ctx.stroke(linePath(points, projectionOf(plot)));
  });
}

/** Marks each value that was not finite with a cross at the edge it went over: Infinity above, the rest below. */
export function drawNonfinite(plot: uPlot, line: PointSeries, color: string): void {
  if (line.nonfinite.length === 0) return;
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  const projection = projectionOf(plot);
  const arm = 3 * devicePixelRatio;
  let drawnAt = Number.NEGATIVE_INFINITY;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.beginPath();
  for (const mark of line.nonfinite) {
    const x = projection.x(mark.x);
    if (x < left || x > left + width || Math.abs(x - drawnAt) < arm * 2) continue;
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

/** Draws a thin line with a flag for each event; those that lie on one another are drawn once, the worst on top. */
export function drawEvents(
  plot: uPlot,
  events: readonly EventMark[],
  colorOf: (tone: EventMark["tone"]) => string,
): void {
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  const projection = projectionOf(plot);
  const size = 3.5 * devicePixelRatio;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  for (const event of events) {
    const x = Math.round(projection.x(event.x)) + 0.5;
    if (!(x >= left && x <= left + width)) continue;
    ctx.strokeStyle = colorOf(event.tone);
    ctx.fillStyle = ctx.strokeStyle;
    ctx.globalAlpha = 0.35;
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    ctx.stroke();
    ctx.globalAlpha = 1;
    ctx.beginPath();
    ctx.moveTo(x - size, top - size);
    ctx.lineTo(x + size, top - size);
    ctx.lineTo(x, top + size);
    ctx.fill();
  }
  ctx.restore();
}

function drawFaintly(
  { ctx, bbox }: uPlot,
  { color, alpha }: { color: string; alpha: number },
  draw: (ctx: CanvasRenderingContext2D) => void,
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = color;
  ctx.lineWidth = devicePixelRatio;
  draw(ctx);
  ctx.restore();
}
