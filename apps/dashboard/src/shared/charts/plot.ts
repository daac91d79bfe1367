import uPlot from "uplot";
import type { ChartLine, ChartView, EventMark } from "./chart-spec.ts";
import type { CursorLink } from "./cursor-link.ts";
import { dotsPath, linePath } from "./line-path.ts";
import { plotAxes } from "./plot-axes.ts";
import { listenToGestures, zoomToSelection } from "./plot-gestures.ts";
import { drawBand, drawEvents, drawNonfinite, drawRaw, drawSuperseded, projectionOf } from "./plot-marks.ts";
import { xScale, yScale } from "./plot-scales.ts";
import { PointSeries, type Points } from "./point-series.ts";
import { smoothed } from "./smoothing.ts";
import type { XKind, XRange } from "./x-axis.ts";

/** What a plot shows; may change while it stands. */
export interface PlotContent extends Pick<ChartView, "range" | "smoothing"> {
  readonly lines: readonly ChartLine[];
  readonly events: readonly EventMark[];
}

/** What a plot is made of. */
export interface PlotOptions {
  readonly target: HTMLElement;
  readonly content: PlotContent;
  readonly log: boolean;
  readonly x: XKind;
  /** CSS pixels; the width is the target's. */
  readonly height: number;
  readonly link: CursorLink;
  readonly onRange: (range: XRange | null) => void;
}

/** A chart on the page. */
export interface Plot {
  /** Draws its content as it stands, or another one of as many lines in the same colours. */
  readonly draw: (content?: PlotContent) => void;
  /** Width in CSS pixels. */
  readonly resize: (width: number) => void;
  readonly destroy: () => void;
}

/** More dots than these are no longer told apart. */
const maxDots = 150;
const empty = new PointSeries();
/* oxlint-disable typescript/no-unsafe-enum-assignment -- constant enums of uPlot, which no other module can name */
const facetedMode = 2 as uPlot.Mode;
const linearDistribution = 1 as uPlot.Scale.Distr;
const logDistribution = 3 as uPlot.Scale.Distr;
/* oxlint-enable typescript/no-unsafe-enum-assignment */

/** Puts a chart on the page. uPlot does axes, scales and pointer; the lines are ours. */
export function createPlot(options: PlotOptions): Plot {
  const { target, log, link } = options;
  const colors = getComputedStyle(target);
  const color = (token: string): string => colors.getPropertyValue(token);
  const toneColors = {
    plain: color("--faint"),
    good: color("--good"),
    warn: color("--warn"),
    bad: color("--bad"),
  };
  const strokes = options.content.lines.map((line) => color(line.color));
  const stroke = (i: number): string => strokes[i] ?? toneColors.bad;
  let { content } = options;
  const current = (): PointSeries[] =>
    content.lines.map(({ history, name }) => history.series(name) ?? empty);
  const plot = new uPlot(
    {
      mode: facetedMode,
      width: target.clientWidth,
      height: options.height,
      padding: [8, 20, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => null },
        points: { size: 7, width: 0, fill: (_plot, i) => stroke(i - 1) },
        dataIdx: (plot, i) => hoveredIndex(plot, current()[i - 1]),
      },
      scales: {
        x: { time: false, auto: false, min: 0, max: 1 },
        y: { auto: false, min: 0.1, max: 1, distr: log ? logDistribution : linearDistribution },
      },
      axes: plotAxes(color, { log, x: options.x }),
      series: [{}, ...options.content.lines.map((line, i) => seriesOf(line, stroke(i)))],
      hooks: {
        drawAxes: [
          (plot) => {
            for (const [i, { points }] of current().entries()) {
              drawBand(plot, points, stroke(i));
              if (content.smoothing > 0) drawRaw(plot, points, stroke(i));
            }
          },
        ],
        draw: [
          (plot) => {
            for (const [i, line] of current().entries()) {
              drawSuperseded(plot, line, stroke(i));
              drawNonfinite(plot, line, toneColors.bad);
            }
            drawEvents(plot, content.events, (tone) => toneColors[tone]);
          },
        ],
        setCursor: [(plot) => isPointedAt(plot) && link.point(hoverX(plot))],
        setSelect: [(plot) => zoomToSelection(plot, options.onRange)],
      },
    },
    dataOf(current(), content),
    target,
  );
  const draw = (next: PlotContent = content): void => {
    content = next;
    const lines = current();
    const x = xScale(lines, content.range);
    plot.batch(() => {
      plot.setData(dataOf(lines, content), false);
      plot.setScale("x", x);
      plot.setScale("y", yScale(lines, x, log));
    });
  };
  draw();
  const whole = (): XRange => {
    const { min, max } = xScale(current(), null);
    return { from: min, to: max };
  };
  const unlink = followLink(plot, link);
  const stopGestures = listenToGestures(plot, { onRange: options.onRange, whole });
  return {
    draw,
    resize: (width) => plot.setSize({ width, height: options.height }),
    destroy: () => {
      stopGestures();
      unlink();
      plot.destroy();
    },
  };
}

/** Moves the crosshair to where the pointer is in another chart. */
function followLink(plot: uPlot, link: CursorLink): () => void {
  const leave = (): void => link.point(null);
  plot.over.addEventListener("mouseleave", leave);
  const unsubscribe = link.subscribe(() => {
    if (plot.over.matches(":hover")) return;
    const x = link.get();
    plot.setCursor({ left: x === null ? -10 : plot.valToPos(x, "x"), top: x === null ? -10 : 0 }, false);
  });
  return () => {
    plot.over.removeEventListener("mouseleave", leave);
    unsubscribe();
  };
}

function isPointedAt(plot: uPlot): boolean {
  return plot.over.matches(":hover");
}

function hoverX(plot: uPlot): number | null {
  const { left = -1 } = plot.cursor;
  return left < 0 ? null : plot.posToVal(left, "x");
}

/** The point nearest to the pointer, to be dotted; none where the value was not finite. */
function hoveredIndex(plot: uPlot, line: PointSeries | undefined): number | null {
  const x = hoverX(plot);
  const index = x === null ? null : (line?.nearest(x) ?? null);
  return index === null || Number.isNaN(line?.points.y[index]) ? null : index;
}

/** In mode 2 every series has its own x and y; uPlot's types know only the other mode. */
function dataOf(lines: readonly PointSeries[], { smoothing, range }: PlotContent): uPlot.AlignedData {
  const { min, max } = xScale(lines, range);
  const facets = lines.map(({ points }) => {
    const { x, y, low, high } =
      smoothing > 0 ? smoothed(points, { weight: smoothing, span: max - min }) : points;
    return [x, y, low, high];
  });
  return [null, ...facets] as unknown as uPlot.AlignedData;
}

function pointsOf(plot: uPlot, seriesIndex: number): Points {
  const [x, y, low, high] = plot.data[seriesIndex] as unknown as readonly [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return { x, y, low, high };
}

function seriesOf(line: ChartLine, color: string): uPlot.Series {
  return {
    facets: [
      { scale: "x", auto: false },
      { scale: "y", auto: false },
    ],
    auto: false,
    stroke: color,
    width: 1.5,
    cap: "round",
    ...(line.dash && { dash: [...line.dash] }),
    paths: (plot, i) => ({ stroke: linePath(pointsOf(plot, i), projectionOf(plot)) }),
    points: {
      show: (plot, i) => (line.marked ?? false) && pointsOf(plot, i).x.length <= maxDots,
      stroke: color,
      fill: color,
      paths: (plot, i) => ({ fill: dotsPath(pointsOf(plot, i), projectionOf(plot), 2.5 * devicePixelRatio) }),
    },
  };
}
