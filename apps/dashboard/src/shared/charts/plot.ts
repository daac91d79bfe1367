import uPlot from "uplot";
import { PointSeries } from "../history/point-series.ts";
import type { TrainingHistory } from "../history/training-history.ts";
import type { LineSpec } from "./chart-catalogue.ts";
import { dotsPath, linePath } from "./line-path.ts";
import { plotAxes } from "./plot-axes.ts";
import { drawNonfinite, drawSuperseded, projectionOf } from "./plot-marks.ts";
import { xRange, yRange } from "./plot-scales.ts";

/** What a plot needs besides the history it draws. */
export interface PlotOptions {
  readonly target: HTMLElement;
  readonly lines: readonly LineSpec[];
  readonly log: boolean;
  /** Size in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Told the x under the pointer, null when it leaves. */
  readonly onHover: (x: number | null) => void;
}

/** A chart on the page. */
export interface Plot {
  /** Draws the history as it stands. */
  readonly update: () => void;
  /** Width in CSS pixels. */
  readonly resize: (width: number) => void;
  readonly destroy: () => void;
}

const empty = new PointSeries();
/* oxlint-disable typescript/no-unsafe-enum-assignment -- constant enums of uPlot, which no other module can name */
const facetedMode = 2 as uPlot.Mode;
const linearDistribution = 1 as uPlot.Scale.Distr;
const logDistribution = 3 as uPlot.Scale.Distr;
/* oxlint-enable typescript/no-unsafe-enum-assignment */

/** Puts a chart of the history's series on the page. uPlot does axes, scales and pointer; the lines are ours. */
export function createPlot(history: TrainingHistory, options: PlotOptions): Plot {
  const colors = getComputedStyle(options.target);
  const color = (name: string): string => colors.getPropertyValue(name);
  const lineColors = options.lines.map((line) => color(`--series-${line.color}`));
  const bad = color("--bad");
  const current = (): PointSeries[] => options.lines.map((line) => history.series(line.name) ?? empty);
  const drawMarks = (plot: uPlot): void => {
    for (const [i, line] of current().entries()) {
      drawSuperseded(plot, line, lineColors[i] ?? bad);
      drawNonfinite(plot, line, bad);
    }
  };
  const plot = new uPlot(
    {
      mode: facetedMode,
      width: options.width,
      height: options.height,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: false, y: false },
        points: { size: 7, width: 0, fill: (_plot, i) => lineColors[i - 1] ?? bad },
        dataIdx: (plot, i) => hoveredIndex(plot, current()[i - 1]),
      },
      scales: {
        x: { time: false, auto: false, min: 0, max: 1 },
        y: { auto: false, min: 0.1, max: 1, distr: options.log ? logDistribution : linearDistribution },
      },
      axes: plotAxes(color, options.log),
      series: [{}, ...options.lines.map((line, i) => seriesOf(line, lineColors[i] ?? bad))],
      hooks: {
        draw: [drawMarks],
        setCursor: [(plot) => options.onHover(hoverX(plot))],
      },
    },
    dataOf(current()),
    options.target,
  );
  const update = (): void => {
    const lines = current();
    plot.batch(() => {
      plot.setData(dataOf(lines), false);
      plot.setScale("x", xRange(lines));
      plot.setScale("y", yRange(lines, options.log));
    });
  };
  update();
  return {
    update,
    resize: (width) => plot.setSize({ width, height: options.height }),
    destroy: () => plot.destroy(),
  };
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
function dataOf(lines: readonly PointSeries[]): uPlot.AlignedData {
  const facets = lines.map(({ points }) => [points.x, points.y]);
  return [null, ...facets] as unknown as uPlot.AlignedData;
}

function pointsOf(plot: uPlot, seriesIndex: number): { x: Float64Array; y: Float64Array } {
  const [x, y] = plot.data[seriesIndex] as unknown as [Float64Array, Float64Array];
  return { x, y };
}

function seriesOf(line: LineSpec, color: string): uPlot.Series {
  return {
    facets: [
      { scale: "x", auto: false },
      { scale: "y", auto: false },
    ],
    auto: false,
    stroke: color,
    width: 1.5,
    cap: "round",
    paths: (plot, i) => ({ stroke: linePath(pointsOf(plot, i), projectionOf(plot)) }),
    points: {
      show: line.marked ?? false,
      stroke: color,
      fill: color,
      paths: (plot, i) => ({ fill: dotsPath(pointsOf(plot, i), projectionOf(plot), 2.5 * devicePixelRatio) }),
    },
  };
}
