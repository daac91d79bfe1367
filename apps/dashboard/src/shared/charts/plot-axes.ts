import type uPlot from "uplot";
import { formatMeasure } from "../format/number.ts";
import { type XKind, xIncrements, xLabel } from "./x-axis.ts";

/** CSS pixels from one label of a log axis to the next. */
const labelRoom = 18;

/** The axes of a plot. `color` resolves a token of the style sheet. Sizes are fixed, so labels move nothing. */
export function plotAxes(
  color: (token: string) => string,
  { log, x }: { log: boolean; x: XKind },
): uPlot.Axis[] {
  const shared: uPlot.Axis = {
    stroke: color("--faint"),
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    grid: { stroke: color("--grid"), width: 1 },
    ticks: { show: false },
  };
  return [
    {
      ...shared,
      scale: "x",
      size: 28,
      space: 56,
      incrs: xIncrements[x],
      grid: { show: false },
      values: (_plot, splits, ...[, , increment]) => splits.map((value) => xLabel(x, value, increment)),
    },
    {
      ...shared,
      scale: "y",
      size: 56,
      gap: 8,
      space: 28,
      values: labels(formatMeasure),
      ...(log && { filter: uncrowded }),
    },
  ];
}

/** Of a log axis's ticks, those with room for a label: powers of ten first, the others where space is left. */
function uncrowded(plot: uPlot, splits: number[]): (number | null)[] {
  const kept = new Map<number, number>();
  for (const value of splits.toSorted((a, b) => Number(isPowerOfTen(b)) - Number(isPowerOfTen(a)))) {
    const at = plot.valToPos(value, "y");
    const free = [...kept.values()].every((other) => Math.abs(other - at) >= labelRoom);
    if (free) kept.set(value, at);
  }
  return splits.map((value) => (kept.has(value) ? value : null));
}

function isPowerOfTen(value: number): boolean {
  return Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6);
}

/** What the filter left out stays empty. */
function labels(format: (value: number) => string): uPlot.Axis.Values {
  return (_plot, splits: (number | null)[]) => splits.map((value) => (value === null ? "" : format(value)));
}
