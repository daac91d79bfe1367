import type { ChartView } from "../../shared/charts/chart-spec.ts";
import { type XKind, xKinds } from "../../shared/charts/x-axis.ts";

/** The parts of a training's page. */
export const trainingTabs = ["charts", "config", "files", "log"] as const;
/** The part of a training's page that is shown. */
export type TrainingTab = (typeof trainingTabs)[number];

/** How a training is looked at; it stands in the address, so that it can be sent to somebody. */
export interface TrainingView extends ChartView {
  readonly tab: TrainingTab;
  readonly x: XKind;
}

/** The view as an address has it: only what is not the default. */
export interface TrainingSearch {
  readonly tab?: TrainingTab;
  readonly x?: XKind;
  readonly from?: number;
  readonly to?: number;
  readonly smooth?: number;
  readonly log?: string;
}

const maxSmoothing = 0.99;

/** What of an address is a view; the rest is let go. */
export function readTrainingSearch(search: Record<string, unknown>): TrainingSearch {
  const { from, to, smooth, log } = search;
  const tab = trainingTabs.find((each) => each === search["tab"]);
  const x = xKinds.find((each) => each === search["x"]);
  const isRange = typeof from === "number" && typeof to === "number" && from < to;
  const isSmooth = typeof smooth === "number" && smooth > 0 && smooth <= maxSmoothing;
  return {
    ...(tab && { tab }),
    ...(x && { x }),
    ...(isRange && { from, to }),
    ...(isSmooth && { smooth }),
    ...(typeof log === "string" && { log }),
  };
}

/** The view of an address. */
export function viewOf({
  tab = "charts",
  x = "step",
  from,
  to,
  smooth = 0,
  log,
}: TrainingSearch): TrainingView {
  const range = from !== undefined && to !== undefined ? { from, to } : null;
  return { tab, x, range, smoothing: smooth, log: log ? log.split(",") : [] };
}

/** The address of a view. */
export function searchOf({ tab, x, range, smoothing, log }: TrainingView): TrainingSearch {
  return {
    ...(tab !== "charts" && { tab }),
    ...(x !== "step" && { x }),
    ...(range && { from: rounded(range.from), to: rounded(range.to) }),
    ...(smoothing > 0 && { smooth: smoothing }),
    ...(log.length > 0 && { log: log.join(",") }),
  };
}

/** Nobody reads more digits out of an address. */
function rounded(value: number): number {
  return Number(value.toPrecision(8));
}
